// SPDX-License-Identifier: Apache-2.0
#include "Service/ResponseRun.h"

#include "Base/Detail/Characters.h"
#include "Service/Sentences.h"
#include "Service/Tokens.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

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
    answerJob = sink.run(AnswerJob{std::move(request)});
}

void ResponseRun::take(std::uint64_t job, const EngineResult& result)
{
    if (!isPart(result))
        (job == answerJob ? answerJob : speakJob) = 0;
    if (const auto* words = std::get_if<AnswerPart>(&result))
        addText(words->text);
    else if (const auto* answer = std::get_if<Answer>(&result))
        takeAnswer(*answer);
    else if (const auto* begun = std::get_if<SpeechPart>(&result))
        takeSpeech(begun->samples, false);
    else if (const auto* speech = std::get_if<Speech>(&result))
        takeSpeech(speech->samples, true);
    else if (const auto* error = std::get_if<Error>(&result))
        finish({"failed", std::string(toString(error->code)), error->message});
    if (!done)
        proceedSpeaking();
}

std::int64_t ResponseRun::tokensLeft() const
{
    const auto& most = writer.responsePlan().maxOutputTokens;
    if (!most.is_number_integer())
        return std::numeric_limits<std::int32_t>::max();
    return std::max<std::int64_t>(0, most.get<std::int64_t>() - writer.outputTokens());
}

/// Calls come in front of words that nobody has heard yet.
void ResponseRun::takeAnswer(const Answer& answer)
{
    if (told.empty())
        writeCalls(answer.calls);
    else
        callsBehind = answer.calls;
    if (!isCut && answer.text.size() > told.size())
        addText(answer.text.substr(told.size()));
}

void ResponseRun::addText(std::string text)
{
    if (isCut || text.empty())
        return;
    const bool isSpoken = writer.responsePlan().isSpoken;
    const auto longest =
        isSpoken ? longestAnswer - told.size()
                 : std::min(longestAnswer - told.size(), static_cast<std::size_t>(tokensLeft()) * bytesPerTextToken);
    if (text.size() > longest)
    {
        isCut = true;
        callsBehind.clear();
        text = shortened(text, longest);
        sink.giveUp(std::exchange(answerJob, 0));
    }
    if (told.empty())
        writer.beginItem();
    told += text;
    if (!isSpoken)
        writer.write(text, {});
    else
        std::ranges::move(splitSentences(text), std::back_inserter(sentences));
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

void ResponseRun::takeSpeech(const std::vector<std::int16_t>& samples, bool isWhole)
{
    const auto words = samplesOfSentence == 0 ? sentences.front() : std::string();
    const auto known = isWhole ? std::min(samplesOfSentence, samples.size()) : 0;
    const auto fresh = std::span(samples).subspan(known);
    samplesOfSentence += fresh.size();
    if (!fresh.empty() || !words.empty())
        writeSpoken(words, fresh);
    if (!isWhole)
        return;
    samplesOfSentence = 0;
    if (!sentences.empty())
        sentences.pop_front();
}

/// Words and speech count together; where they are too many both end at the same share of the sentence.
void ResponseRun::writeSpoken(const std::string& words, std::span<const std::int16_t> speech)
{
    const auto wanted = textTokens(words.size()) + spokenTokens(static_cast<std::int64_t>(speech.size()));
    const auto left = tokensLeft();
    const auto room = longestSpeech - writer.spokenSamples();
    const bool fits = static_cast<std::int64_t>(speech.size()) <= room;
    if (wanted <= left && fits)
    {
        writer.write(words, speech);
        return;
    }
    // Each of the two counts is rounded up.
    auto share =
        wanted <= left ? 1.0 : static_cast<double>(std::max<std::int64_t>(left - 1, 0)) / static_cast<double>(wanted);
    if (!fits)
        share = std::min(share, static_cast<double>(room) / static_cast<double>(speech.size()));
    const auto samples = static_cast<std::size_t>(share * static_cast<double>(speech.size()));
    const auto bytes = static_cast<std::size_t>(share * static_cast<double>(words.size()));
    writer.write(shortened(words, bytes), speech.first(samples));
    cut();
}

/// Nothing more of the answer is wanted.
void ResponseRun::cut()
{
    isCut = true;
    sentences.clear();
    callsBehind.clear();
    sink.giveUp(std::exchange(answerJob, 0));
    sink.giveUp(std::exchange(speakJob, 0));
}

/// What can be done next: the next sentence, or the end.
void ResponseRun::proceedSpeaking()
{
    if (speakJob != 0)
        return;
    const auto& plan = writer.responsePlan();
    if (!sentences.empty())
        speakJob = sink.run(SpeakJob{sentences.front(), plan.voice, plan.speed});
    else if (answerJob == 0)
    {
        if (!callsBehind.empty())
        {
            writer.endItem();
            writeCalls(callsBehind);
        }
        finish(isCut ? ResponseEnding{"incomplete", "max_output_tokens", ""} : ResponseEnding{});
    }
}

void ResponseRun::cancel(const std::string& reason)
{
    finish({"cancelled", reason, ""});
}

void ResponseRun::finish(const ResponseEnding& ending)
{
    sink.giveUp(std::exchange(answerJob, 0));
    sink.giveUp(std::exchange(speakJob, 0));
    done = true;
    writer.finish(ending, input);
}

} // namespace parley::service
