// SPDX-License-Identifier: Apache-2.0
#include "Voice/HttpTextToSpeech.h"

#include "Voice/Detail/CodePoints.h"
#include "Voice/Detail/PcmStream.h"
#include "Voice/Detail/Posted.h"
#include "Voice/VoiceLimits.h"

#include <utility>

namespace parley::voice
{
namespace
{

constexpr double slowest = 0.25; ///< Schema: CreateSpeechRequest, speed.
constexpr double fastest = 4.0;

Error invalid(std::string sentence)
{
    return {ErrorCode::invalidArgument, std::move(sentence), "speech"};
}

std::optional<Error> faultIn(const TtsSettings& settings, const std::string& text)
{
    const auto limit = std::to_string(mostSpeechCharacters);
    if (countCodePoints(text) > mostSpeechCharacters)
        return invalid("The text to be spoken has more than " + limit + " characters: give it in sentences.");
    if (countCodePoints(settings.instructions) > mostSpeechCharacters)
        return invalid("The instructions how to speak have more than " + limit + " characters: shorten them.");
    if (settings.speed && !(*settings.speed >= slowest && *settings.speed <= fastest))
        return invalid("The speed of speech is out of range: choose 0.25 to 4.");
    return std::nullopt;
}

/// One sentence at the service.
class Speaking final : public Activity
{
public:
    Speaking(const VoiceService& service, net::HttpRequest request, SpeechHandlers told)
        : state(std::make_shared<State>(State{std::move(told)}))
        , call(service.pool->call(std::move(request), service.callOptions(), handlersFor(state)))
    {
    }
    ~Speaking() override
    {
        // A handler that ends this activity is still running.
        state->isOver = true;
    }

private:
    struct State
    {
        SpeechHandlers handlers;
        PcmStream pcm{};
        bool isOver = false;

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
                    if (auto fault = PcmStream::faultInType(type != nullptr ? *type : ""))
                        state->end(fault);
                },
                [state](std::string_view bytes)
                {
                    if (state->isOver)
                        return;
                    const auto samples = state->pcm.read(bytes);
                    if (const auto fault = state->pcm.fault())
                        state->end(fault);
                    else if (!samples.empty())
                        state->handlers.onSpeech(samples);
                },
                [state](const std::optional<Error>& problem)
                { state->end(problem ? problem : state->pcm.faultAtEnd()); }};
    }

    std::shared_ptr<State> state;
    std::unique_ptr<net::HttpCall> call;
};

} // namespace

wire::Json speechRequest(const TtsSettings& settings, const std::string& text)
{
    wire::Json body = {{"model", settings.model}, {"input", text}, {"response_format", "pcm"}};
    if (const auto* own = std::get_if<wire::VoiceId>(&settings.voice))
        body["voice"] = {{"id", own->id}};
    else
        body["voice"] = std::get<std::string>(settings.voice);
    if (settings.speed)
        body["speed"] = *settings.speed;
    if (!settings.instructions.empty() && settings.model != "tts-1" && settings.model != "tts-1-hd")
        body["instructions"] = settings.instructions;
    return body;
}

HttpTextToSpeech::HttpTextToSpeech(std::shared_ptr<const VoiceService> used, TtsSettings chosen)
    : service(std::move(used))
    , settings(std::move(chosen))
{
}

std::unique_ptr<Activity> HttpTextToSpeech::speak(std::string text, SpeechHandlers handlers)
{
    if (auto fault = faultIn(settings, text))
        return std::make_unique<Posted>(service->pool->executor(),
                                        [fault, told = std::move(handlers.onEnd)] { told(fault); });
    // Text that is no UTF-8 is mended rather than refused.
    auto body = speechRequest(settings, text).dump(-1, ' ', false, wire::Json::error_handler_t::replace);
    return std::make_unique<Speaking>(*service, service->post("/audio/speech", "application/json", std::move(body)),
                                      std::move(handlers));
}

} // namespace parley::voice
