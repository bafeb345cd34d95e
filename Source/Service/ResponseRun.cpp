// SPDX-License-Identifier: Apache-2.0
#include "Service/ResponseRun.h"

#include "Service/Sentences.h"
#include "Service/Tokens.h"

#include <algorithm>
#include <limits>
#include <span>

namespace parley::service
{
namespace
{

InputTokens countTokens(const AnswerRequest& request, const Conversation& context)
{
    auto bytes = request.instructions.size() + request.toolOutput.size();
    for (const auto& turn : request.turns)
        bytes += turn.text.size();
    InputTokens tokens;
    tokens.text = textTokens(bytes);
    for (const auto& item : context.items())
        tokens.audio += heardTokens(item.audioSamples);
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
        writeSpoken(sentences[spokenSentences], *speech);
        spokenSentences += 1;
        speakNext();
    }
    else if (const auto* error = std::get_if<Error>(&result))
        finish({"failed", std::string(toString(error->code)), error->message});
}

std::int64_t ResponseRun::tokensLeft() const
{
    const auto& most = writer.responsePlan().maxOutputTokens;
    if (!most.is_number_integer())
        return std::numeric_limits<std::int32_t>::max();
    return std::max<std::int64_t>(0, most.get<std::int64_t>() - writer.outputTokens());
}

void ResponseRun::begin(const Answer& answer)
{
    writeCalls(answer.calls);
    if (answer.text.empty())
    {
        finish(ending());
        return;
    }
    const bool isSpoken = writer.responsePlan().isSpoken;
    const auto longest =
        std::min(longestAnswer, isSpoken ? longestAnswer : static_cast<std::size_t>(tokensLeft()) * bytesPerTextToken);
    isCut = answer.text.size() > longest;
    const auto text = shortened(answer.text, longest);
    sentences = splitSentences(text);
    writer.beginItem();
    if (isSpoken)
    {
        speakNext();
        return;
    }
    writer.write(text, {});
    finish(ending());
}

void ResponseRun::writeCalls(const std::vector<FunctionCall>& calls)
{
    for (const auto& call : calls)
    {
        const auto left = static_cast<std::size_t>(tokensLeft()) * bytesPerTextToken;
        isCut = isCut || call.name.size() + call.arguments.size() > left;
        if (!isCut)
            writer.writeCall(call);
        else
        {
            const auto rest = left - std::min(left, call.name.size());
            writer.writeCall({call.name, shortened(call.arguments, rest)}, false);
            return;
        }
    }
}

/// Words and speech count together; where they are too many both end at the same share of the sentence.
void ResponseRun::writeSpoken(const std::string& sentence, const Speech& speech)
{
    const auto wanted = textTokens(sentence.size()) + spokenTokens(static_cast<std::int64_t>(speech.samples.size()));
    const auto left = tokensLeft();
    if (wanted <= left)
    {
        writer.write(sentence, speech.samples);
        return;
    }
    isCut = true;
    // Each of the two counts is rounded up.
    const auto share = static_cast<double>(std::max<std::int64_t>(left - 1, 0)) / static_cast<double>(wanted);
    const auto samples = static_cast<std::size_t>(share * static_cast<double>(speech.samples.size()));
    const auto bytes = static_cast<std::size_t>(share * static_cast<double>(sentence.size()));
    writer.write(shortened(sentence, bytes), std::span(speech.samples).first(samples));
    spokenSentences = sentences.size() - 1;
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
