// SPDX-License-Identifier: Apache-2.0
// The agent's voice on the network thread: from its arrival, over the store and the resampler, into the fifo of the
// audio thread, with the account of what was heard.
#pragma once

#include "Audio/PlayoutFifo.h"
#include "Audio/PlayoutStore.h"
#include "Audio/Resampler.h"
#include "Realtime/SpeechSink.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
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
        std::function<void(const std::string& responseId, std::chrono::microseconds wireToOutput)> onStarted;
        std::function<void(const std::string& responseId)> onFinished;
    };

    /// A response begins to sound when so much of it is there, or all of it.
    static constexpr std::chrono::milliseconds prebuffer{40};
    /// The fifo is filled so far ahead, or two host blocks, whichever is more.
    static constexpr std::chrono::milliseconds lead{200};
    /// How often `pump` is called.
    static constexpr std::chrono::milliseconds pumpInterval{10};
    /// A host that does not call for so long will not tell what was heard any more; the account is closed as it stands.
    static constexpr std::chrono::milliseconds settleDeadline{100};

    Playout(audio::PlayoutFifo& to, Listener reports);

    [[nodiscard]] bool speech(const audio::SpeechPart& part, std::span<const std::int16_t> samples) override;
    void speechComplete(const std::string& responseId) override;
    void interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled) override;

    /// Fills the fifo, and reports what became of what was pushed before. After a change of the rate, what was not
    /// heard is rendered again.
    void pump(int hostRate, int largestBlock, Time now);

    /// Silence, and nothing is kept or reported: the session has ended.
    void reset();

    /// True while speech waits or sounds.
    [[nodiscard]] bool isBusy() const;

private:
    /// A stretch of one part in the fifo. Frame `begin` is the part's sample `sampleBase` plus `frameOffset` frames.
    struct Pushed
    {
        std::uint32_t token = 0;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t sampleBase = 0;
        std::uint64_t frameOffset = 0;
        int rate = 0;
    };
    struct Cut
    {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
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
    void settle(Time now);
    void changeRate(int rate);
    void fill(int largestBlock);
    [[nodiscard]] bool beginPart();
    void pushPart(bool isEnd);
    [[nodiscard]] bool isPrebuffered(int largestBlock) const;
    [[nodiscard]] bool isComplete(const std::string& responseId) const;
    void finish(std::string responseId);
    void finishUnmarked();
    [[nodiscard]] std::uint64_t heardSamples(std::uint32_t token) const;
    [[nodiscard]] std::uint64_t heardFrames(const Pushed& pushed) const;
    void trimAccount();

    audio::PlayoutFifo& fifo;
    Listener listener;
    audio::PlayoutStore store;
    std::optional<audio::Resampler> resampler;
    int rate = 0;
    bool isFlowing = false;

    std::optional<std::uint32_t> current;
    std::uint64_t currentSampleBase = 0;
    std::uint64_t currentFrameOffset = 0;
    bool currentIsNew = false;
    std::vector<std::int16_t> samples;
    std::vector<float> floats;
    std::vector<float> frames;

    std::uint64_t position = 0;
    std::deque<Pushed> account;
    std::deque<Cut> cuts;
    std::map<std::string, Time> firstArrival;
    std::map<std::uint32_t, std::string> responseOf;
    std::deque<Settlement> settlements;
};

} // namespace parley::bridge
