// SPDX-License-Identifier: Apache-2.0
// One response from response.created to response.done: waits for transcripts, asks for words, then for their speech.
#pragma once

#include "Service/ResponseWriter.h"

#include <optional>
#include <vector>

namespace parley::service
{

class ResponseRun
{
public:
    /// About four minutes of speech. What an answer has beyond it, or beyond `max_output_tokens`, is left out, and the
    /// response ends incomplete.
    static constexpr std::size_t longestAnswer = 4096;

    /// Writes response.created. `input` replaces the conversation as what is answered. `sink` and `conversation`
    /// outlive the run.
    ResponseRun(EventSink& sink, Conversation& conversation, std::string conversationId, ResponsePlan plan,
                std::optional<Conversation> input);

    /// Asks for the answer as soon as all that was said is transcribed. To be called after each transcript.
    void proceed();

    /// Whether this is the result that the run waits for; results of other jobs are not for it.
    [[nodiscard]] bool awaits(std::uint64_t job) const noexcept { return awaitedJob == job; }
    void take(const EngineResult& result);

    /// Writes the end at once; nothing of the response follows.
    void cancel(const std::string& reason);

    [[nodiscard]] bool isDone() const noexcept { return done; }
    [[nodiscard]] bool joinsConversation() const noexcept { return writer.responsePlan().joinsConversation; }
    [[nodiscard]] bool isSpoken() const noexcept { return writer.responsePlan().isSpoken; }
    [[nodiscard]] const std::string& responseId() const noexcept { return writer.responseId(); }
    [[nodiscard]] std::int64_t spokenSamples() const noexcept { return writer.spokenSamples(); }
    /// What is answered.
    [[nodiscard]] Conversation& context() noexcept { return ownInput ? *ownInput : conversation; }

private:
    void begin(const Answer& answer);
    void writeCalls(const std::vector<FunctionCall>& calls);
    void writeSpoken(const std::string& sentence, const Speech& speech);
    [[nodiscard]] std::int64_t tokensLeft() const;
    [[nodiscard]] ResponseEnding ending() const;
    void speakNext();
    void finish(const ResponseEnding& ending);

    EventSink& sink;
    Conversation& conversation;
    std::optional<Conversation> ownInput;
    ResponseWriter writer;
    InputTokens input;
    std::vector<std::string> sentences;
    std::size_t spokenSentences = 0;
    std::uint64_t awaitedJob = 0;
    bool isCut = false;
    bool hasAsked = false;
    bool done = false;
};

} // namespace parley::service
