// SPDX-License-Identifier: Apache-2.0
// How long the ways of one conversation took: captured audio to the wire, the end of the user's speech to the answer.
#pragma once

#include "Bridge/SentAudio.h"
#include "Realtime/Event.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace parley::bridge
{

/// One LatencyMeasured for each response: when its first audible frame has left; or, if nothing was heard of it, when
/// it has ended and none of its audio is left to be played. Where speech ended is looked up in what was sent.
/// @thread network
class LatencyMeter
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using Measured = std::optional<realtime::LatencyMeasured>;

    /// The latest are kept: 80 s of 20 ms messages.
    static constexpr std::size_t mostMeasurements = 4000;
    /// Responses under way; the oldest gives way.
    static constexpr std::size_t mostAnswers = 16;

    /// A message was given to the session: its newest frame was captured at this time.
    void sent(std::span<const std::int16_t> samples, Time capturedAt) { axis.sent(samples, capturedAt); }
    /// A message was handed to the socket so long after its newest frame was captured.
    void handedOver(std::chrono::steady_clock::duration captureToWire);

    /// The user's turn was ended on this side; the speech in it ended at this time.
    void speechEnded(Time at) { endOfSpeech = at; }
    /// What is answered next was written.
    void typed() { endOfSpeech.reset(); }

    /// What the session tells. `notSent`: samples at the beginning of the axis that the session dropped before it was
    /// ready, so that the service does not count them.
    [[nodiscard]] Measured observe(const realtime::Event& event, std::uint64_t notSent);

    /// The response's first frame has left, so long after its first audio arrived.
    void outputStarted(const std::string& responseId, std::chrono::microseconds wireToOutput);
    /// Its first audible frame has left.
    [[nodiscard]] Measured audible(const std::string& responseId, Time at);

    /// A new session: nothing was sent.
    void restart();

private:
    struct Answer
    {
        std::string responseId;
        std::optional<Time> endOfSpeech{};
        std::optional<std::chrono::microseconds> wireToOutput{};
        bool isSpoken = false;
        bool hasEnded = false;
        bool isTold = false;
    };

    /// In half the memory; 35 minutes are the longest.
    using Microseconds = std::chrono::duration<std::int32_t, std::micro>;

    void begin(const realtime::TurnStarted& turn);
    void speechStopped(const realtime::UserSpeechStopped& event, std::uint64_t notSent);
    [[nodiscard]] Measured ended(const realtime::TurnEnded& turn);
    [[nodiscard]] Measured unheard(const std::string& responseId);
    [[nodiscard]] Measured tell(Answer& answer, std::optional<Time> audibleAt);
    [[nodiscard]] Answer* find(const std::string& responseId);
    void forgetTold();
    [[nodiscard]] realtime::LatencyMeasured takeCaptureToWire();

    SentAudio axis;
    bool isAxisKnown = true; ///< False once a new connection counts from a beginning that this side cannot see.
    std::optional<Time> endOfSpeech;
    std::list<Answer> answers;
    std::vector<Microseconds> measurements;
};

} // namespace parley::bridge
