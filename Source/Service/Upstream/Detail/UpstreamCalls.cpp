// SPDX-License-Identifier: Apache-2.0
#include "Service/Upstream/Detail/UpstreamCalls.h"

#include "Audio/Pcm16.h"
#include "Service/Sentences.h"
#include "Service/SpokenWords.h"
#include "Service/Upstream/ChatBody.h"
#include "Voice/ChatReader.h"
#include "Voice/HttpSpeechToText.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/VoiceLimits.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::service
{
namespace
{

Error unusable(std::string sentence)
{
    return {ErrorCode::protocolIncompatible, std::move(sentence), "upstream"};
}

/// An answer as it is read: the sentences that are complete are told at once.
class ChatCall final : public voice::Activity
{
public:
    ChatCall(const UpstreamDoor& door, const AnswerJob& job, Tell told)
        : state(std::make_shared<State>(State{std::move(told)}))
        , call(door.server->pool->call(requestFor(door, job), door.server->callOptions(),
                                       {nullptr, [kept = state](std::string_view bytes) { kept->read(bytes); },
                                        [kept = state](const std::optional<Error>& problem) { kept->end(problem); }}))
    {
    }
    ~ChatCall() override
    {
        // A handler that ends this call is still running.
        state->isOver = true;
    }

private:
    struct State
    {
        Tell tell;
        voice::ChatReader reader{};
        std::string text{};
        std::size_t toldBytes = 0;
        bool isOver = false;

        void read(std::string_view bytes)
        {
            if (isOver)
                return;
            text += reader.read(bytes);
            if (text.size() > voice::mostAnswerBytes)
                end(unusable("The chat server does not stop answering: bound its answers, or use another model."));
            else if (reader.fault())
                end(std::nullopt);
            else
                tellSentences();
        }

        /// The last sentence may go on.
        void tellSentences()
        {
            auto sentences = splitSentences(std::string_view(text).substr(toldBytes));
            if (sentences.size() < 2)
                return;
            sentences.pop_back();
            AnswerPart part;
            for (const auto& sentence : sentences)
                part.text += sentence;
            toldBytes += part.text.size();
            tell(std::move(part));
        }

        void end(const std::optional<Error>& problem)
        {
            if (std::exchange(isOver, true))
                return;
            reader.finish();
            if (const auto& fault = problem ? problem : reader.fault())
            {
                tell(*fault);
                return;
            }
            if (text.empty() && reader.calls().empty())
            {
                tell(unusable("The chat server answered nothing: check its model, and the instructions."));
                return;
            }
            std::vector<FunctionCall> calls;
            for (auto& called : reader.calls())
                calls.push_back({std::move(called.name), std::move(called.arguments)});
            tell(Answer(std::move(calls), std::move(text)));
        }
    };

    static net::HttpRequest requestFor(const UpstreamDoor& door, const AnswerJob& job)
    {
        return door.server->post(
            "/chat/completions", "application/json",
            chatBody(door.model, job.request).dump(-1, ' ', false, wire::Json::error_handler_t::replace));
    }

    std::shared_ptr<State> state;
    std::unique_ptr<net::HttpCall> call;
};

/// What nobody has to be asked for.
class Known final : public voice::Activity
{
public:
    Known(Executor& executor, Tell told, EngineResult result)
        : tell(std::make_shared<Tell>(std::move(told)))
    {
        executor.post(
            [weak = std::weak_ptr<Tell>(tell), result = std::move(result)]
            {
                if (const auto kept = weak.lock())
                    (*kept)(result);
            });
    }

private:
    std::shared_ptr<Tell> tell;
};

/// The words of a text without times, spread over the time that it took.
Transcript transcriptOf(const std::string& text, double seconds)
{
    Transcript transcript{text};
    const auto words = splitWords(text);
    const double each = words.empty() ? 0 : seconds / static_cast<double>(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        const auto begin = words[i].find_first_not_of(" \t\r\n");
        const auto end = words[i].find_last_not_of(" \t\r\n");
        if (begin != std::string::npos)
            transcript.words.push_back({words[i].substr(begin, end - begin + 1), static_cast<double>(i) * each,
                                        static_cast<double>(i + 1) * each});
    }
    return transcript;
}

} // namespace

std::unique_ptr<voice::Activity> askChat(const UpstreamDoor& door, const AnswerJob& job, Tell tell)
{
    return std::make_unique<ChatCall>(door, job, std::move(tell));
}

std::unique_ptr<voice::Activity> transcribe(const UpstreamDoor& door, const RecogniseJob& job, Tell tell)
{
    // It is refused when it is too short for anybody to take.
    const auto input = voice::AudioInput::fromPcm16(job.samples, audio::wireSampleRate);
    if (!input)
        return std::make_unique<Known>(door.server->pool->executor(), std::move(tell), Transcript{});
    voice::SttSettings settings;
    settings.model = door.model;
    settings.asksForPieces = false;
    for (const auto& phrase : job.phrases)
        settings.prompt += (settings.prompt.empty() ? "" : ", ") + phrase;
    const auto heard = std::make_shared<Transcript>();
    const auto seconds = static_cast<double>(job.samples.size()) / audio::wireSampleRate;
    voice::TranscriptHandlers handlers;
    handlers.onTranscript = [heard, seconds](const voice::VoiceStreamEventTranscript& transcript)
    {
        if (transcript.isFinal)
            *heard = transcriptOf(transcript.text, seconds);
    };
    handlers.onEnd = [heard, tell = std::move(tell)](const std::optional<Error>& problem)
    { tell(problem ? EngineResult(*problem) : EngineResult(*heard)); };
    return voice::HttpSpeechToText(door.server, std::move(settings)).transcribe(input.value(), std::move(handlers));
}

std::unique_ptr<voice::Activity> speak(const UpstreamDoor& door, const SpeakJob& job, Tell tell)
{
    // Servers fail over a line without words.
    if (wordsOf(job.text).empty())
        return std::make_unique<Known>(door.server->pool->executor(), std::move(tell), Speech{});
    voice::TtsSettings settings;
    settings.model = door.model;
    settings.voice = door.voice.empty() ? job.voice : door.voice;
    settings.speed = job.speed;
    const auto spoken = std::make_shared<Speech>();
    const auto told = std::make_shared<const Tell>(std::move(tell));
    voice::SpeechHandlers handlers;
    handlers.onSpeech = [spoken, told](std::span<const std::int16_t> samples)
    {
        spoken->samples.insert(spoken->samples.end(), samples.begin(), samples.end());
        (*told)(SpeechPart{{samples.begin(), samples.end()}});
    };
    handlers.onEnd = [spoken, told](const std::optional<Error>& problem)
    { (*told)(problem ? EngineResult(*problem) : EngineResult(std::move(*spoken))); };
    return voice::HttpTextToSpeech(door.server, std::move(settings)).speak(job.text, std::move(handlers));
}

} // namespace parley::service
