// SPDX-License-Identifier: Apache-2.0
// One response from response.created to response.done: waits for transcripts, asks for words, and for the speech of
// each sentence as soon as it is there.
#pragma once

#include "Service/ResponseWriter.h"
#include "Voice/VoiceLimits.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::service
{

class ResponseRun
{
public:
    /// In bytes. What an answer has beyond it, beyond `longestSpeech` or beyond `max_output_tokens` is left out, and
    /// the response ends incomplete. Schema: max_output_tokens, `inf` is the most that the model has.
    /// Half of what is read of an upstream server before it is given up, so that it is cut and does not fail.
    static constexpr std::size_t longestAnswer = voice::mostAnswerBytes / 2;

    /// 15 minutes at 24 kHz: as base64 it fits into what may wait for a slow client (ServiceOptions::unsentBytes).
    static constexpr std::int64_t longestSpeech = std::int64_t{15} * 60 * 24000;

    /// Writes response.created. `input` replaces the conversation as what is answered. `sink` and `conversation`
    /// outlive the run.
    ResponseRun(EventSink& sink, Conversation& conversation, std::string conversationId, ResponsePlan plan,
                std::optional<Conversation> input);

    /// Asks for the answer as soon as all that was said is transcribed. To be called after each transcript.
    void proceed();

    /// Whether the run waits for results of this job.
    [[nodiscard]] bool awaits(std::uint64_t job) const noexcept
    {
        return job != 0 && (job == answerJob || job == speakJob);
    }
    void take(std::uint64_t job, const EngineResult& result);

    /// Writes the end at once and gives its jobs up; nothing of the response follows.
    void cancel(const std::string& reason);

    [[nodiscard]] bool isDone() const noexcept { return done; }
    [[nodiscard]] bool joinsConversation() const noexcept { return writer.responsePlan().joinsConversation; }
    [[nodiscard]] bool isSpoken() const noexcept { return writer.responsePlan().isSpoken; }
    [[nodiscard]] const std::string& chosenVoice() const noexcept { return writer.responsePlan().voice; }
    [[nodiscard]] const std::string& responseId() const noexcept { return writer.responseId(); }
    [[nodiscard]] std::int64_t spokenSamples() const noexcept { return writer.spokenSamples(); }
    /// What is answered.
    [[nodiscard]] Conversation& context() noexcept { return ownInput ? *ownInput : conversation; }

private:
    void takeAnswer(const Answer& answer);
    void addText(std::string text);
    void takeSpeech(const std::vector<std::int16_t>& samples, bool isWhole);
    void writeCalls(const std::vector<FunctionCall>& calls);
    void writeSpoken(const std::string& words, std::span<const std::int16_t> speech);
    [[nodiscard]] std::int64_t tokensLeft() const;
    void cut();
    void proceedSpeaking();
    void finish(const ResponseEnding& ending);

    EventSink& sink;
    Conversation& conversation;
    std::optional<Conversation> ownInput;
    ResponseWriter writer;
    InputTokens input;
    std::uint64_t answerJob = 0;
    std::uint64_t speakJob = 0;
    std::string told;                      ///< The answer's words so far.
    std::deque<std::string> sentences;     ///< Still to be spoken; the first is being spoken.
    std::size_t samplesOfSentence = 0;     ///< That are written of the first.
    std::vector<FunctionCall> callsBehind; ///< That follow the words.
    bool isCut = false;
    bool hasAsked = false;
    bool done = false;
};

} // namespace parley::service
