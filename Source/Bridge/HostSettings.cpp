// SPDX-License-Identifier: Apache-2.0
#include "Bridge/HostSettings.h"

#include "Bridge/AudioLimits.h"
#include "Cast/CastFile.h"
#include "Written/Detail/Fields.h"
#include "Written/Detail/WrittenFile.h"

#include <utility>

namespace parley::bridge
{
namespace
{

using wire::Json;
using written::Choice;
using written::FaultList;
using written::Fields;
using written::Names;

constexpr std::size_t longestText = 4096;

constexpr std::array<Choice<Provider>, 4> providers = {{{"local", Provider::local},
                                                        {"openai", Provider::openAi},
                                                        {"custom", Provider::custom},
                                                        {"azure", Provider::azure}}};
constexpr std::array<Choice<audio::NoiseReduction>, 4> noiseReductions = {
    {{"off", audio::NoiseReduction::off},
     {"low", audio::NoiseReduction::low},
     {"moderate", audio::NoiseReduction::moderate},
     {"high", audio::NoiseReduction::high}}};
constexpr std::array<Choice<EchoMode>, 4> echoModes = {{{"off", EchoMode::off},
                                                        {"gate", EchoMode::gate},
                                                        {"raised_threshold", EchoMode::raisedThreshold},
                                                        {"cancel", EchoMode::cancel}}};
constexpr std::array<Choice<TurnMode>, 4> turnModes = {{{"service", TurnMode::service},
                                                        {"local", TurnMode::local},
                                                        {"push_to_talk", TurnMode::pushToTalk},
                                                        {"off", TurnMode::off}}};

template <typename T, typename U>
void take(T& into, std::optional<U> given)
{
    if (given)
        into = static_cast<T>(*std::move(given));
}

/// Ranges are those of `withinLimits`, which looks at all of it in the end.
void takeNumber(const Fields& fields, const char* key, double& into)
{
    take(into, fields.number(key, -1e6, 1e6));
}

void takeTime(const Fields& fields, const char* key, std::chrono::milliseconds& into)
{
    if (const auto given = fields.integer(key, 0, 1'000'000))
        into = std::chrono::milliseconds(*given);
}

/// An object of that name; none is an empty one.
Fields child(const Fields& fields, const char* key, const Names& known)
{
    static const Json empty = Json::object();
    const auto* json = fields.find(key);
    return {json != nullptr ? *json : empty, fields.pathOf(key), fields.faults(), known};
}

void readCapture(const Fields& fields, CaptureSettings& capture)
{
    take(capture.channel, fields.integer("channel", CaptureSettings::allChannels, 1'000'000));
    takeNumber(fields, "gain_db", capture.gainDb);
    take(capture.highPass, fields.boolean("high_pass"));
    take(capture.noiseReduction, fields.choice("noise_reduction", noiseReductions));
    take(capture.automaticGain, fields.boolean("automatic_gain"));
    takeTime(fields, "message_ms", capture.message);
}

void readTurns(const Fields& fields, TurnSettings& turns)
{
    take(turns.mode, fields.choice("mode", turnModes));
    take(turns.localBargeIn, fields.boolean("local_barge_in"));
    takeTime(fields, "confirmation_ms", turns.confirmation);
    takeNumber(fields, "duck_db", turns.duckDb);
    takeTime(fields, "silence_ms", turns.silence);
    takeTime(fields, "pre_roll_ms", turns.preRoll);
}

void readAudio(const Fields& file, AudioSettings& audio)
{
    const auto fields = child(file, "audio", {"capture", "echo", "turns", "prebuffer"});
    const auto capture = child(fields, "capture",
                               {"channel", "gain_db", "high_pass", "noise_reduction", "automatic_gain", "message_ms"});
    readCapture(capture, audio.capture);
    const auto echo = child(fields, "echo", {"mode", "hold_ms", "margin_db"});
    take(audio.echo.mode, echo.choice("mode", echoModes));
    takeTime(echo, "hold_ms", audio.echo.hold);
    takeNumber(echo, "margin_db", audio.echo.marginDb);
    readTurns(
        child(fields, "turns", {"mode", "local_barge_in", "confirmation_ms", "duck_db", "silence_ms", "pre_roll_ms"}),
        audio.turns);
    const auto prebuffer = child(fields, "prebuffer", {"initial_ms", "least_ms", "most_ms"});
    takeTime(prebuffer, "initial_ms", audio.prebuffer.initial);
    takeTime(prebuffer, "least_ms", audio.prebuffer.least);
    takeTime(prebuffer, "most_ms", audio.prebuffer.most);
    for (auto& warning : withinLimits(audio).warnings)
        file.fault("audio", std::move(warning.message));
}

void readPipeline(const Fields& file, std::optional<PipelineSettings>& pipeline)
{
    if (file.find("pipeline") == nullptr)
        return;
    const auto fields = child(file, "pipeline", {"listening_model", "chat_model", "speech_model"});
    pipeline.emplace();
    take(pipeline->voice.stt.model, fields.text("listening_model", longestText));
    take(pipeline->chatModel, fields.text("chat_model", longestText));
    take(pipeline->voice.tts.model, fields.text("speech_model", longestText));
}

void readKey(const Fields& file, ProviderSettings& provider)
{
    if (const auto path = file.text("key_file", longestText))
        provider.key = auth::KeySource::file(*path);
    const auto server = file.text("token_url", longestText);
    if (!server)
        return;
    auto url = net::Url::parse(*server);
    if (!url)
        file.fault("token_url", url.error().message);
    else if (provider.key != nullptr)
        file.fault("token_url", "\"key_file\" and \"token_url\" both say where the key is; leave one out.");
    else
        provider.key = auth::KeySource::tokenServer({std::move(url).value(), {}});
}

void readService(const Fields& file, ProviderSettings& provider)
{
    take(provider.provider, file.choice("provider", providers));
    take(provider.url, file.text("url", longestText));
    take(provider.model, file.text("model", longestText));
    take(provider.extras.callId, file.text("call_id", longestText));
    take(provider.extras.organization, file.text("organization", longestText));
    take(provider.extras.project, file.text("project", longestText));
    take(provider.extras.safetyIdentifier, file.text("safety_identifier", longestText));
    if (provider.provider == Provider::custom && provider.url.empty())
        file.faultHere("the provider \"custom\" needs a \"url\"; add it.");
    readKey(file, provider);
}

HostSettings readFile(const Json& json, FaultList& faults)
{
    HostSettings settings;
    const Fields file(json, "", faults,
                      {"provider", "url", "model", "call_id", "organization", "project", "safety_identifier",
                       "key_file", "token_url", "agents_file", "pipeline", "audio", "record_file", "reconnect",
                       "wait_for_service"});
    if (!file.isObject())
        return settings;
    readService(file, settings.connect.provider);
    take(settings.connect.agentsFile, file.text("agents_file", longestText));
    readPipeline(file, settings.connect.pipeline);
    readAudio(file, settings.audio);
    take(settings.connect.recordFile, file.text("record_file", longestText));
    take(settings.connect.reconnect.isOn, file.boolean("reconnect"));
    take(settings.connect.reconnect.retriesFirst, file.boolean("wait_for_service"));
    return settings;
}

} // namespace

Result<HostSettings> parseHostSettings(const std::string& text, const std::string& agentsText)
{
    HostSettings settings;
    const auto read =
        written::readDocument("text", text, "of the settings",
                              [&](const Json& json, FaultList& faults) { settings = readFile(json, faults); });
    if (!read)
        return read.error();
    if (agentsText.empty())
        return settings;
    if (!settings.connect.agentsFile.empty())
        return Error{ErrorCode::fileInvalid,
                     "The settings name an agents file, and the program gave one: leave one out.", "agents_file"};
    auto cast = cast::parseCast(agentsText, "of the program");
    if (!cast)
        return cast.error();
    auto session = cast.value().settings();
    settings.connect.agent = std::move(session.agent);
    settings.connect.cast = std::move(session.cast);
    settings.connect.guardrails = session.guardrails;
    settings.connect.session = std::move(session.session);
    return settings;
}

} // namespace parley::bridge
