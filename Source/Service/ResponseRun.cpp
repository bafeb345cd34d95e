// SPDX-License-Identifier: Apache-2.0
#include "Service/ResponseRun.h"

#include "Service/Sentences.h"

namespace parley::service
{
namespace
{

/// The live service counts a token per 100 ms of what it hears, and about one per four bytes of text.
constexpr std::int64_t samplesPerToken = 2400;
constexpr std::size_t bytesPerTextToken = 4;

/// At most so many bytes, cut between two characters.
std::string shortened(std::string text, std::size_t longest)
{
    if (text.size() <= longest)
        return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U)
        --longest;
    text.resize(longest);
    return text;
}

InputTokens countTokens(const AnswerRequest& request, const Conversation& context)
{
    auto bytes = request.instructions.size() + request.toolOutput.size();
    for (const auto& turn : request.turns)
        bytes += turn.text.size();
    InputTokens tokens;
    tokens.text = static_cast<std::int64_t>((bytes + bytesPerTextToken - 1) / bytesPerTextToken);
    for (const auto& item : context.items())
        tokens.audio += (item.audioSamples + samplesPerToken - 1) / samplesPerToken;
    return tokens;
}

} // namespace

ResponseRun::ResponseRun(EventSink& events, Conversation& items, std::string conversationId, ResponsePlan plan,
                         std::optional<Conversation> replacement)
    : sink(events)
    , conversation(items)
    , ownInput(std::move(replacement))
    , writer(events, items, std::move(conversationId), std::move(plan))
{
}

void ResponseRun::proceed()
{
    if (hasAsked || done || context().awaitsTranscripts())
        return;
    hasAsked = true;
    auto request = context().toRequest(writer.responsePlan().instructions);
    const auto& plan = writer.responsePlan();
    request.tools = plan.tools;
    request.toolChoice = plan.toolChoice;
    request.parallelToolCalls = plan.parallelToolCalls;
    input = countTokens(request, context());
    awaitedJob = sink.run(AnswerJob{std::move(request)});
}

void ResponseRun::take(const EngineResult& result)
{
    awaitedJob = 0;
    if (const auto* answer = std::get_if<Answer>(&result))
        begin(*answer);
    else if (const auto* speech = std::get_if<Speech>(&result))
    {
        writer.write(sentences[spokenSentences], speech->samples);
        spokenSentences += 1;
        speakNext();
    }
    else if (const auto* error = std::get_if<Error>(&result))
        finish({"failed", std::string(toString(error->code)), error->message});
}

void ResponseRun::begin(const Answer& answer)
{
    for (const auto& call : answer.calls)
        writer.writeCall(call);
    if (answer.text.empty())
    {
        finish({});
        return;
    }
    isCut = answer.text.size() > longestAnswer;
    const auto text = shortened(answer.text, longestAnswer);
    sentences = splitSentences(text);
    writer.beginItem();
    if (writer.responsePlan().isSpoken)
    {
        speakNext();
        return;
    }
    writer.write(text, {});
    finish(ending());
}

void ResponseRun::speakNext()
{
    if (spokenSentences == sentences.size())
    {
        finish(ending());
        return;
    }
    const auto& plan = writer.responsePlan();
    awaitedJob = sink.run(SpeakJob{sentences[spokenSentences], plan.voice, plan.speed});
}

ResponseEnding ResponseRun::ending() const
{
    return isCut ? ResponseEnding{"incomplete", "max_output_tokens", ""} : ResponseEnding{};
}

void ResponseRun::cancel(const std::string& reason)
{
    finish({"cancelled", reason, ""});
}

void ResponseRun::finish(const ResponseEnding& ending)
{
    awaitedJob = 0;
    done = true;
    writer.finish(ending, input);
}

} // namespace parley::service
