// SPDX-License-Identifier: Apache-2.0
// The agent's voice on the network thread: from its arrival, over the store and the resampler, into the fifo of the
// audio thread, with the account of what was heard.
#pragma once

#include "Audio/PlayoutFifo.h"
#include "Audio/PlayoutStore.h"
#include "Audio/Resampler.h"
#include "Bridge/AudioSettings.h"
#include "Bridge/Captions.h"
#include "Bridge/HeardAccount.h"
#include "Bridge/OutputLevels.h"
#include "Bridge/Prebuffer.h"
#include "Realtime/Event.h"
#include "Realtime/SpeechSink.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::bridge
{

/// @thread network
class Playout final : public realtime::SpeechSink
{
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Listener
    {
        std::function<void(const std::string& responseId, std::chrono::microseconds wireToOutput)> onStarted{};
        std::function<void(const std::string& responseId)> onFinished{};
        /// The first frame of a response that is louder than -60 dBFS has left, in the block that began then.
        std::function<void(const std::string& responseId, Time at)> onAudible{};
        std::function<void(const realtime::AnswerCaption&)> onCaption{};
        /// Before any gain of the host's side.
        std::function<void(const realtime::OutputLevel&)> onLevel{};
    };

    /// The fifo is filled so far ahead, or two host blocks, whichever is more.
    static constexpr std::chrono::milliseconds lead{200};
    /// So far when speech arrives; the next `pump` does the rest.
    static constexpr std::chrono::milliseconds atOnce{120};
    /// How often `pump` is called, and how often at least.
    static constexpr std::chrono::milliseconds pumpInterval{10};
    static constexpr std::chrono::milliseconds longestPumpInterval{20};
    /// -60 dBFS, full scale at 1.
    static constexpr float audibleAbove = 0.001F;
    /// A host that does not call for so long, or for two of its blocks, will not tell what was heard any more; the
    /// account is closed as it stands.
    static constexpr std::chrono::milliseconds settleDeadline{100};

    /// Any function of the listener may be empty.
    Playout(audio::PlayoutFifo& to, Listener reports);

    /// How much of an answer must be there before it sounds, unless that is all of it. Applies from the next answer on,
    /// and after the next underrun.
    void setPrebuffer(const PrebufferSettings& settings);
    [[nodiscard]] std::chrono::milliseconds prebuffer() const noexcept { return wantedAhead.wanted(); }

    /// Words of a part, as they arrive: told by `onCaption` when they sound.
    void words(const audio::SpeechPart& part, std::string_view delta);
    /// All words of a part are there; `text` is all of them.
    void wordsComplete(const audio::SpeechPart& part, std::string_view text);

    /// Takes the words out of the session's events; a delta belongs to the part after the last one done of its item.
    /// With a new connection nothing of an old one comes late any more, and a service may number its responses anew.
    void observe(const realtime::Event& event);

    /// Speech of a response that was interrupted comes too late: it is dropped and counted.
    [[nodiscard]] bool speech(const audio::SpeechPart& part, std::span<const std::int16_t> samples) override;
    void speechComplete(const std::string& responseId) override;
    void interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled) override;

    /// Fills the fifo, and reports what became of what was pushed before. After a change of the rate, what was not
    /// heard is rendered again.
    void pump(int hostRate, int largestBlock, Time now);

    /// Silence, and nothing is kept or reported: the session has ended.
    void reset() { interrupt({}); }

    /// Speech that was not given to the audio thread yet, at 24 kHz.
    [[nodiscard]] std::size_t waitingSamples() const { return store.unreadInAll(); }

    /// True while speech waits or sounds.
    [[nodiscard]] bool isBusy() const;

    /// True until all is told of what was interrupted; `pump` had better not wait then.
    [[nodiscard]] bool isSettling() const noexcept { return !settlements.empty(); }

    /// Samples that arrived for a response which had been interrupted.
    /// @thread any
    [[nodiscard]] std::uint64_t lateSamples() const noexcept { return late.load(); }

private:
    /// A part whose speech is not wanted any more; its account is still open.
    struct Condemned
    {
        std::uint32_t token = 0;
        audio::SpeechPart part;
        std::uint64_t received = 0;
    };
    struct Settlement
    {
        std::vector<Condemned> parts;
        std::uint64_t boundary = 0;
        std::optional<Time> due; ///< Set by the first pump that finds it open.
        std::function<void(std::vector<realtime::HeardSpeech>)> settled;
    };

    void takeReports();
    void onReport(const audio::PlayoutReport& report);
    void settle(Time now, Time::duration patience);
    void changeRate(int rate);
    void fill(int largestBlock, std::chrono::milliseconds ahead);
    void noteDrySpell();
    [[nodiscard]] bool beginPart(int largestBlock);
    void pushPart(bool isEnd);
    void pushFrames(std::span<const float> some, bool isAudible, bool endsResponse);
    [[nodiscard]] std::uint64_t framesAhead() const;
    [[nodiscard]] bool isPrebuffered(int largestBlock) const;
    [[nodiscard]] bool hasBegun(std::uint32_t token) const;
    void finish(std::string responseId);
    void finishUnmarked();
    void tellCaptions();
    void tellLevel();

    audio::PlayoutFifo& fifo;
    Listener listener;
    audio::PlayoutStore store;
    std::optional<audio::Resampler> resampler;
    int rate = 0;
    int hostBlock = 0; ///< The largest, at the last pump.

    Prebuffer wantedAhead;
    bool isFlowing = false;
    std::uint64_t knownUnderruns = 0;
    bool isDry = false; ///< An answer has run dry, and nothing more of it has arrived.

    std::optional<std::uint32_t> current;
    std::uint64_t currentSampleBase = 0;
    std::uint64_t currentFrameOffset = 0;
    bool currentIsNew = false;
    bool awaitsAudible = false; ///< No frame of the current response is marked as the first audible one.
    std::vector<std::int16_t> samples;
    std::vector<float> floats;
    std::vector<float> frames;

    std::uint64_t position = 0;
    HeardAccount account;
    OutputLevels levels;
    Captions captions;
    std::uint32_t captionedToEnd = 0; ///< The last token whose part was heard to its end.
    realtime::AnswerDone lastDone;
    std::map<std::string, Time> firstArrival;
    std::map<std::uint32_t, std::string> responseOf;
    std::string audibleResponse; ///< The last one told by `onAudible`.
    std::list<Settlement> settlements;
    std::list<std::string> interrupted; ///< Responses of which nothing is wanted any more, the last ones.
    std::atomic<std::uint64_t> late{0};
};

} // namespace parley::bridge
