// SPDX-License-Identifier: Apache-2.0
// The rules of a voice pipeline as a pure state machine: what happened and the time go in, what is to be done comes
// out.
#pragma once

#include "Voice/SentenceSplitter.h"
#include "Voice/SpeechOrder.h"
#include "Voice/SpeechToText.h"
#include "Voice/VoiceConfig.h"
#include "Voice/VoiceEvent.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::voice
{

/// What the shell tells the core. A turn or sentence that is not under way any more is passed over.
namespace input
{
struct Begun
{
    bool hasGreeting = false;
};
struct Listening
{
};
struct SpeechStarted
{
    SpeechMoment moment{};
};
struct SpeechStopped
{
    SpeechMoment moment{};
};
/// The answer is to stop, although nobody was heard.
struct Interrupted
{
};
/// The user has written a line.
struct Written
{
    std::string text;
};
struct Heard
{
    VoiceStreamEventTranscript transcript;
};
struct UtteranceLost
{
    Error error;
};
struct ListeningEnded
{
    std::optional<Error> error;
};
struct Said
{
    std::uint64_t turn = 0;
    std::string piece;
};
struct WorkflowEnded
{
    std::uint64_t turn = 0;
    std::optional<Error> error;
};
struct Spoken
{
    std::uint64_t sentence = 0;
    std::vector<std::int16_t> samples;
};
struct SpeechEnded
{
    std::uint64_t sentence = 0;
    std::optional<Error> error;
};
/// The user took so much of the audio that was published.
struct Taken
{
    std::size_t samples = 0;
};
struct TimePassed
{
};
/// The run cannot go on, for a reason of the shell's.
struct Failed
{
    Error error;
};
} // namespace input

using PipelineInput = std::variant<input::Begun, input::Listening, input::SpeechStarted, input::SpeechStopped,
                                   input::Interrupted, input::Written, input::Heard, input::UtteranceLost,
                                   input::ListeningEnded, input::Said, input::WorkflowEnded, input::Spoken,
                                   input::SpeechEnded, input::Taken, input::TimePassed, input::Failed>;

/// What the shell is to do, in this order.
struct PipelineOutputs
{
    struct Answer
    {
        std::uint64_t turn = 0;
        std::string transcript;
    };
    bool dropsUnheard = false; ///< Audio that the user has not taken yet is not to be heard.
    bool cutsTurn = false;     ///< What is under way of the turn is given up.
    std::uint64_t turn = 0;    ///< The latest turn.
    bool stopsWorkflow = false;
    std::vector<std::uint64_t> stopSpeech; ///< Sentences.
    std::vector<VoiceStreamEvent> publish;
    std::optional<Answer> answer;
    std::vector<SpeechOrder::Started> speak;
    bool isOver = false; ///< Everything is to be stopped; the stream ends.
};

/// @thread one at a time
class PipelineCore
{
public:
    using Time = std::chrono::steady_clock::time_point;

    PipelineCore(VoiceConfig chosen, bool isStreamed);

    /// Times must not go back.
    [[nodiscard]] PipelineOutputs handle(PipelineInput given, Time now);
    /// When TimePassed is wanted.
    [[nodiscard]] std::optional<Time> deadline() const;

private:
    struct Turn
    {
        std::uint64_t number = 0;
        SpeechOrder order;
        SentenceSplitter splitter{};
        std::size_t bytes = 0;
        bool isTold = false; ///< Its start.
        bool isSaid = false; ///< The workflow has ended.
        Time lastText{};
        bool isPauseSeen = false; ///< Since the last text.
    };

    void on(const input::Begun&);
    void on(const input::Listening&);
    void on(const input::SpeechStarted& started);
    void on(const input::SpeechStopped& stopped);
    void on(const input::Interrupted&);
    void on(input::Written& written);
    void on(input::Heard&);
    void on(const input::UtteranceLost&);
    void on(const input::ListeningEnded&);
    void on(const input::Said&);
    void on(const input::WorkflowEnded&);
    void on(const input::Spoken&);
    void on(const input::SpeechEnded&);
    void on(const input::Taken&);
    void on(const input::TimePassed&);
    void on(const input::Failed&);

    void begin(std::uint64_t number);
    void tellStart();
    void keepUtterance(std::string text);
    void addSentences(std::vector<std::string> sentences);
    void cutTurn();
    void forgetUnheard();
    void advance();
    void fail(const Error& error);

    VoiceConfig config;
    const bool isStreamed;
    std::optional<Turn> turn;
    std::deque<std::string> utterances; ///< That wait for the turn before.
    std::uint64_t lastTurn = 0;
    std::uint64_t answered = 0; ///< Turns, the greeting not counted.
    std::uint64_t nextSentence = 1;
    std::size_t unheard = 0;
    bool isListening = true;
    bool isOver = false;
    PipelineOutputs out;
    Time time{};
};

} // namespace parley::voice
