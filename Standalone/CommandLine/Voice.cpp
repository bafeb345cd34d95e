// SPDX-License-Identifier: Apache-2.0
#include "Voice.h"

#include "AgentsFile.h"
#include "Audio/Pcm16.h"
#include "Audio/Wav.h"
#include "Bridge/VoiceProvider.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/Pipeline.h"
#include "Voice/SimpleWorkflow.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::command
{
namespace
{

/// EX_TEMPFAIL of sysexits.h: not a fault of this side, worth another try.
constexpr int exitKnownSkip = 75;

struct VoiceOptions
{
    std::string input;
    std::string folder;
    std::string provider = "local";
    std::string url;
    std::string chatModel;
    std::optional<std::string> agentsFile;
    std::string voice;
    bool echoes = false;
    bool isStreamed = false;
};

int fail(const Error& error)
{
    if (error.code == ErrorCode::quotaExceeded)
    {
        std::cout << "SKIPPED: " << error.describe() << std::endl;
        return exitKnownSkip;
    }
    std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

Result<bridge::ProviderSettings> providerOf(const VoiceOptions& options)
{
    bridge::ProviderSettings settings;
    const auto named = bridge::providerNamed(options.url.empty() ? options.provider : "custom");
    if (!named)
        return Error{ErrorCode::invalidArgument,
                     "There is no provider " + options.provider + ": choose local, openai, azure or custom.",
                     "--provider"};
    settings.provider = *named;
    settings.url = options.url;
    return settings;
}

using Service = std::shared_ptr<const voice::VoiceService>;

Result<std::shared_ptr<voice::Workflow>> workflowOf(const VoiceOptions& options, const Service& service)
{
    if (options.echoes)
        return std::shared_ptr<voice::Workflow>(
            std::make_shared<voice::SimpleWorkflow>([](const std::string& said) { return "You said: " + said; }));
    auto session = settingsFrom(options.agentsFile);
    if (!session)
        return session.error();
    voice::AgentWorkflowSettings settings;
    settings.agent = std::move(session.value().agent);
    settings.cast = std::move(session.value().cast);
    if (!options.chatModel.empty())
        settings.model = options.chatModel;
    return std::shared_ptr<voice::Workflow>(std::make_shared<voice::AgentWorkflow>(service, std::move(settings)));
}

voice::VoiceResult begin(voice::Pipeline& pipeline, voice::AudioInput input, bool isStreamed)
{
    if (!isStreamed)
        return pipeline.run(std::move(input));
    const auto stream = std::make_shared<voice::StreamedAudioInput>();
    (void)stream->push(input.samples());
    stream->close();
    return pipeline.run(stream);
}

/// What came of a run.
struct Outcome
{
    std::vector<std::int16_t> speech;
    wire::Json events = wire::Json::array();
    std::optional<Error> error;
};

Outcome follow(voice::VoiceResult result)
{
    Outcome outcome;
    for (const auto& event : result)
    {
        outcome.events.push_back(voice::toJson(event));
        if (const auto* audio = std::get_if<voice::VoiceStreamEventAudio>(&event))
            outcome.speech.insert(outcome.speech.end(), audio->samples.begin(), audio->samples.end());
        else if (const auto* heard = std::get_if<voice::VoiceStreamEventTranscript>(&event);
                 heard != nullptr && heard->isFinal)
            std::cout << "you: " << heard->text << std::endl;
        else if (const auto* text = std::get_if<voice::VoiceStreamEventText>(&event))
            std::cout << "agent: " << text->text << std::endl;
        else if (const auto* failed = std::get_if<voice::VoiceStreamEventError>(&event))
            outcome.error = failed->error;
    }
    return outcome;
}

Result<void> write(const std::filesystem::path& folder, const Outcome& outcome)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    audio::WavAudio wav{audio::wireSampleRate, 1, std::vector<float>(outcome.speech.size())};
    audio::pcm16ToFloat(outcome.speech, wav.samples);
    if (auto written = audio::writeWav(folder / "reply.wav", wav); !written)
        return written;
    const auto file = folder / "events.json";
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << outcome.events.dump(2, ' ', false, wire::Json::error_handler_t::replace) << '\n';
    if (stream.flush())
        return {};
    return Error{ErrorCode::fileInvalid,
                 file.string() + " could not be written: check that its directory is there and has room.",
                 file.string()};
}

int run(const VoiceOptions& options)
{
    auto input = voice::AudioInput::fromWavFile(options.input);
    if (!input)
        return fail(input.error());
    const auto provider = providerOf(options);
    if (!provider)
        return fail(provider.error());
    const auto service = bridge::resolveVoiceService(provider.value());
    if (!service)
        return fail(service.error());
    auto workflow = workflowOf(options, service.value());
    if (!workflow)
        return fail(workflow.error());
    voice::VoiceConfig config;
    // A file is not spoken at the pace of its answers.
    config.allowsBargeIn = false;
    if (!options.voice.empty())
        config.tts.voice = options.voice;
    voice::Pipeline pipeline(voice::VoiceModels::at(service.value(), config), workflow.value(), config);
    const auto outcome = follow(begin(pipeline, std::move(input).value(), options.isStreamed));
    if (auto written = write(options.folder, outcome); !written)
        return fail(written.error());
    return outcome.error ? fail(*outcome.error) : 0;
}

} // namespace

void addVoice(CLI::App& app, int& exitCode)
{
    auto* speaking = app.add_subcommand("voice", "Speech in, speech out: through text, without a live session");
    const auto options = std::make_shared<VoiceOptions>();
    speaking->add_option("--in", options->input, "What is said: a WAV file of any rate")->type_name("FILE")->required();
    speaking->add_option("--out", options->folder, "Where reply.wav and events.json go")->type_name("DIR")->required();
    speaking->add_option("--provider", options->provider, "local, openai, azure or custom")->capture_default_str();
    speaking->add_option("--url", options->url, "The base address of a service, as http://127.0.0.1:8000/v1")
        ->type_name("URL");
    speaking->add_option("--chat-model", options->chatModel, "The model that answers");
    speaking->add_option("--voice", options->voice, "The voice that speaks");
    addAgentsOption(*speaking, options->agentsFile);
    speaking->add_flag("--echo", options->echoes, "Answer with what was said, without a model");
    speaking->add_flag("--stream", options->isStreamed, "Have the file written down while it is sent, turn by turn");
    speaking->callback([options, &exitCode] { exitCode = run(*options); });
}

} // namespace parley::command
