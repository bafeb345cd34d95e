// SPDX-License-Identifier: Apache-2.0
#include "Voice/HttpSpeechToText.h"

#include "Voice/Detail/Multipart.h"
#include "Voice/Detail/Posted.h"
#include "Voice/TranscriptReader.h"
#include "Voice/TranscriptionRequest.h"
#include "Voice/VoiceLimits.h"

#include <deque>
#include <utility>

namespace parley::voice
{
namespace
{

net::HttpRequest requestFor(const VoiceService& service, const SttSettings& settings,
                            const std::vector<std::int16_t>& samples)
{
    Multipart form(randomBoundary());
    for (const auto& [name, value] : transcriptionFields(settings))
        form.addField(name, value);
    form.addFile("file", "audio.wav", "audio/wav", wavFile(samples));
    const auto type = form.contentType();
    return service.post("/audio/transcriptions", type, std::move(form).finish());
}

/// One utterance at the service.
class Transcribing final : public Activity
{
public:
    Transcribing(const VoiceService& service, const SttSettings& settings, const std::vector<std::int16_t>& samples,
                 TranscriptHandlers told)
        : state(std::make_shared<State>(State{std::move(told), TranscriptReader(settings.format)}))
        , call(service.pool->call(requestFor(service, settings, samples), service.callOptions(), handlersFor(state)))
    {
    }
    ~Transcribing() override { state->isOver = true; }

private:
    struct State
    {
        TranscriptHandlers handlers;
        TranscriptReader reader;
        bool isOver = false;

        void tell(std::vector<VoiceStreamEventTranscript> transcripts)
        {
            for (auto& transcript : transcripts)
                if (!isOver)
                    handlers.onTranscript(std::move(transcript));
        }
        void end(const std::optional<Error>& problem)
        {
            if (!std::exchange(isOver, true))
                handlers.onEnd(problem);
        }
    };

    static net::HttpCallHandlers handlersFor(const std::shared_ptr<State>& state)
    {
        return {[state](const net::HttpHead& head)
                {
                    const auto* type = net::findHeader(head.headers, "content-type");
                    state->reader.begin(type != nullptr ? *type : "");
                },
                [state](std::string_view bytes)
                {
                    state->tell(state->reader.read(bytes));
                    if (state->reader.fault())
                        state->end(state->reader.fault());
                },
                [state](const std::optional<Error>& problem)
                {
                    if (!problem)
                        state->tell(state->reader.finish());
                    state->end(problem ? problem : state->reader.fault());
                }};
    }

    std::shared_ptr<State> state;
    std::unique_ptr<net::HttpCall> call;
};

/// Collects each turn of the input until it ends, then has it written down; one after the other.
class Collecting final : public std::enable_shared_from_this<Collecting>
{
public:
    Collecting(std::shared_ptr<const VoiceService> used, SttSettings chosen, std::shared_ptr<StreamedAudioInput> heard,
               TranscriptHandlers told)
        : service(std::move(used))
        , settings(std::move(chosen))
        , input(std::move(heard))
        , handlers(std::move(told))
    {
    }

    void start()
    {
        onNetwork([](Collecting& self) { self.begin(); });
        input->whenAvailable(
            [weak = weak_from_this()]
            {
                if (const auto self = weak.lock())
                    self->onNetwork([](Collecting& one) { one.take(); });
            });
    }
    void stop()
    {
        isOver = true;
        input->whenAvailable(nullptr);
        transcribing.reset();
    }

private:
    void onNetwork(std::function<void(Collecting&)> task)
    {
        service->pool->executor().post(
            [weak = weak_from_this(), task = std::move(task)]
            {
                if (const auto self = weak.lock(); self != nullptr && !self->isOver)
                    task(*self);
            });
    }
    void begin() const
    {
        if (handlers.onListening)
            handlers.onListening();
    }
    void take()
    {
        StreamedAudioInput::Taken taken;
        do
        {
            taken = input->take();
            samples.insert(samples.end(), taken.samples.begin(), taken.samples.end());
            if (samples.size() > HttpSpeechToText::mostListenedSamples)
                samples.erase(samples.begin(), samples.end() - HttpSpeechToText::mostListenedSamples);
            if (taken.endsTurn || taken.isLast)
                endUtterance();
        } while (taken.endsTurn && !taken.isLast);
        isInputOver = isInputOver || taken.isLast;
        transcribeNext();
    }
    /// What is too short to be written down is the beginning of the next one.
    void endUtterance()
    {
        if (samples.size() < leastInputSamples)
            return;
        if (utterances.size() >= mostWaitingUtterances)
        {
            utterances.pop_front();
            handlers.onUtteranceLost(tooManyUtterances());
        }
        utterances.push_back(std::exchange(samples, {}));
    }
    void transcribeNext()
    {
        if (isOver || transcribing != nullptr)
            return;
        if (utterances.empty())
        {
            if (isInputOver)
                end(std::nullopt);
            return;
        }
        transcribing = std::make_unique<Transcribing>(
            *service, settings, utterances.front(),
            TranscriptHandlers{
                {}, handlers.onTranscript, {}, [this](const std::optional<Error>& problem) { transcribed(problem); }});
        utterances.pop_front();
    }
    void transcribed(const std::optional<Error>& problem)
    {
        const auto alive = shared_from_this();
        transcribing.reset();
        if (problem)
            end(problem);
        else
            transcribeNext();
    }
    void end(const std::optional<Error>& problem)
    {
        stop();
        handlers.onEnd(problem);
    }
    static Error tooManyUtterances()
    {
        return {ErrorCode::limitReached,
                "Turns come faster than they are written down, and one was left out: make a pause, or use a faster "
                "model.",
                "transcription"};
    }

    std::shared_ptr<const VoiceService> service;
    SttSettings settings;
    std::shared_ptr<StreamedAudioInput> input;
    TranscriptHandlers handlers;
    std::vector<std::int16_t> samples;
    std::deque<std::vector<std::int16_t>> utterances;
    std::unique_ptr<Transcribing> transcribing;
    bool isInputOver = false;
    bool isOver = false;
};

/// What is handed out; its end ends the collecting, also from inside a handler of that.
class Collector final : public Activity
{
public:
    explicit Collector(std::shared_ptr<Collecting> started)
        : collecting(std::move(started))
    {
        collecting->start();
    }
    ~Collector() override { collecting->stop(); }

private:
    std::shared_ptr<Collecting> collecting;
};

} // namespace

HttpSpeechToText::HttpSpeechToText(std::shared_ptr<const VoiceService> used, SttSettings chosen)
    : service(std::move(used))
    , settings(std::move(chosen))
{
}

std::unique_ptr<Activity> HttpSpeechToText::transcribe(const AudioInput& input, TranscriptHandlers handlers)
{
    if (auto fault = faultIn(settings))
        return std::make_unique<Posted>(service->pool->executor(),
                                        [fault, told = std::move(handlers.onEnd)] { told(fault); });
    return std::make_unique<Transcribing>(*service, settings, input.samples(), std::move(handlers));
}

std::unique_ptr<Activity> HttpSpeechToText::listen(std::shared_ptr<StreamedAudioInput> input,
                                                   TranscriptHandlers handlers)
{
    if (auto fault = faultIn(settings))
        return std::make_unique<Posted>(service->pool->executor(),
                                        [fault, told = std::move(handlers.onEnd)] { told(fault); });
    return std::make_unique<Collector>(
        std::make_shared<Collecting>(service, settings, std::move(input), std::move(handlers)));
}

} // namespace parley::voice
