// SPDX-License-Identifier: Apache-2.0
#include "Serve.h"

#include "KeyFile.h"
#include "Service/Script/ScriptFile.h"
#include "Service/Service.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>

namespace parley::command
{
namespace
{

namespace asio = boost::asio;

Result<std::string> readFile(const std::string& name, const char* what)
{
    std::ifstream file(name, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), {});
    if (!file || content.empty())
        return Error{ErrorCode::fileNotFound,
                     name + " cannot be read, or is empty: give the file with the " + what + ".", name};
    return content;
}

/// From the file, or without one from the environment; empty: in neither.
Result<Secret> readKey(const std::string& file, const char* variable)
{
    if (file.empty())
    {
        const char* set = std::getenv(variable);
        return set == nullptr ? Secret() : Secret(set);
    }
    auto key = readFile(file, "key");
    if (!key)
        return key.error();
    auto& text = key.value();
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    if (text.empty())
        return Error{ErrorCode::fileInvalid, file + " holds no key: write it there.", file};
    return Secret(text);
}

/// Empty: a random one is to be made.
Result<Secret> chosenKey(const ServeOptions& options)
{
    if (!options.key.empty())
        return Secret(options.key);
    return readKey(options.keyFile, "PARLEY_SERVICE_KEY");
}

Result<std::optional<service::UpstreamServer>> upstreamServer(const UpstreamOptions& options, const char* keyVariable)
{
    if (options.url.empty())
        return std::optional<service::UpstreamServer>();
    auto key = readKey(options.keyFile, keyVariable);
    if (!key)
        return key.error();
    return std::optional(service::UpstreamServer{options.url, options.model, std::move(key).value(), options.voice});
}

Result<service::UpstreamServers> upstreamServers(const ServeOptions& options)
{
    auto chat = upstreamServer(options.chat, "PARLEY_CHAT_KEY");
    if (!chat)
        return chat.error();
    auto transcription = upstreamServer(options.transcription, "PARLEY_STT_KEY");
    if (!transcription)
        return transcription.error();
    auto speech = upstreamServer(options.speech, "PARLEY_TTS_KEY");
    if (!speech)
        return speech.error();
    return service::UpstreamServers{std::move(chat).value(), std::move(transcription).value(),
                                    std::move(speech).value()};
}

/// The service's own certificate, or one that is made for the occasion.
Result<service::ServiceCertificate> chosenCertificate(const ServeOptions& options)
{
    if (options.certificateFile.empty() && options.privateKeyFile.empty())
        return service::makeSelfSignedCertificate(options.address);
    auto chain = readFile(options.certificateFile, "certificate (--certificate)");
    if (!chain)
        return chain.error();
    auto key = readFile(options.privateKeyFile, "private key (--private-key)");
    if (!key)
        return key.error();
    return service::ServiceCertificate{std::move(chain).value(), Secret(std::move(key).value())};
}

Result<service::ServiceOptions> toServiceOptions(const ServeOptions& options)
{
    constexpr std::size_t mebibyte = std::size_t{1} << 20U;
    service::ServiceOptions wanted;
    wanted.port = options.port;
    wanted.address = options.address;
    wanted.maxSessions = options.maxSessions;
    wanted.sessionLimit = std::chrono::seconds(options.sessionLimitSeconds);
    wanted.idleLimit = std::chrono::seconds(options.idleLimitSeconds);
    wanted.longestMessage = static_cast<std::size_t>(options.longestMessageMebibytes) * mebibyte;
    wanted.unsentBytes = static_cast<std::size_t>(options.unsentMebibytes) * mebibyte;
    wanted.hasFaultControl = options.hasFaultControl;
    auto key = chosenKey(options);
    if (!key)
        return key.error();
    wanted.key = std::move(key).value();
    if (options.isTls || !options.certificateFile.empty())
    {
        auto certificate = chosenCertificate(options);
        if (!certificate)
            return certificate.error();
        wanted.certificate = std::move(certificate).value();
    }
    auto upstream = upstreamServers(options);
    if (!upstream)
        return upstream.error();
    wanted.upstream = std::move(upstream).value();
    if (!options.scriptFile.empty())
    {
        auto script = service::loadScript(options.scriptFile);
        if (!script)
            return script.error();
        wanted.script = std::make_shared<const service::AnswerScript>(std::move(script).value());
    }
    if (!options.faults.empty())
    {
        auto faults = service::FaultPlan::parse(options.faults);
        if (!faults)
            return faults.error();
        wanted.faults = std::move(faults).value();
    }
    return wanted;
}

/// The program that started this one, at the other end of a descriptor. It reads one JSON line; its end is ours.
class Parent
{
public:
    Parent(asio::io_context& context, int descriptor)
        : pipe(context)
    {
        // A descriptor that cannot be used fails again when it is written to.
        boost::system::error_code unused;
        pipe.assign(descriptor, unused);
    }

    [[nodiscard]] boost::system::error_code tell(const nlohmann::json& line)
    {
        boost::system::error_code failed;
        asio::write(pipe, asio::buffer(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"),
                    failed);
        return failed;
    }

    void whenGone(std::function<void()> then)
    {
        pipe.async_read_some(asio::buffer(ignored),
                             [this, then = std::move(then)](boost::system::error_code ended, std::size_t)
                             {
                                 if (ended)
                                     then();
                                 else
                                     whenGone(then);
                             });
    }

private:
    asio::posix::stream_descriptor pipe;
    std::array<char, 256> ignored{};
};

int report(const Error& error, std::optional<Parent>& parent)
{
    const bool isTold =
        parent.has_value() &&
        !parent->tell({{"error", {{"code", std::string(toString(error.code))}, {"message", error.message}}}});
    if (!isTold)
        std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

/// The files that tell a client on this machine what it must know; removed when the service ends.
struct Notices
{
    std::unique_ptr<KeyFile> key;
    std::unique_ptr<KeyFile> certificate;
};

Result<Notices> writeNotices(const service::Service& running, bool isKeyRandom, const std::string& madeCertificate)
{
    Notices notices;
    if (isKeyRandom)
    {
        auto written = KeyFile::write(running.key().reveal());
        if (!written)
            return written.error();
        notices.key = std::move(written).value();
    }
    if (!madeCertificate.empty())
    {
        auto written = KeyFile::write(madeCertificate, ".pem");
        if (!written)
            return written.error();
        notices.certificate = std::move(written).value();
    }
    return notices;
}

/// As a shell takes it; never the key itself.
std::string keyForShell(const ServeOptions& options, const Notices& notices)
{
    if (!options.key.empty())
        return "YOUR_KEY";
    const auto file = notices.key != nullptr ? notices.key->path().string() : options.keyFile;
    return file.empty() ? "\"$PARLEY_SERVICE_KEY\"" : "\"$(cat " + file + ")\"";
}

void printHowToConnect(const service::Service& running, const Notices& notices, const ServeOptions& options)
{
    std::cout << "listening on " << running.url() << "\n"
              << "any OpenAI SDK: OPENAI_BASE_URL=" << running.baseUrl()
              << " OPENAI_API_KEY=" << keyForShell(options, notices) << "\n";
    if (notices.key != nullptr)
        std::cout << "clients send the key in " << notices.key->path().string()
                  << " as Bearer; PARLEY_SERVICE_KEY or --key-file chooses one\n";
    else
        std::cout << "clients send the key you have set as Bearer\n";
    if (notices.certificate != nullptr)
        std::cout << "clients must trust the certificate in " << notices.certificate->path().string() << "\n";
    std::cout << std::flush;
}

/// For the program that started this one: it is told where and how, and its end is the end.
int runForParent(const service::Service& running, int descriptor, asio::io_context& waiting,
                 std::optional<Parent>& parent)
{
    const auto failed = parent->tell({{"port", running.port()}, {"token", running.key().reveal()}});
    if (failed == asio::error::broken_pipe)
        return 0; // It has gone already.
    if (failed)
        return report({ErrorCode::invalidArgument,
                       "Cannot write to descriptor " + std::to_string(descriptor) +
                           ": --pipe is for programs that start the service.",
                       "pipe"},
                      parent);
    parent->whenGone([&] { waiting.stop(); });
    waiting.run();
    return 0;
}

void addLimits(CLI::App& command, ServeOptions& options)
{
    const auto add = [&](const char* name, int& value, int least, int most, const char* help)
    { command.add_option(name, value, help)->check(CLI::Range(least, most))->capture_default_str(); };
    add("--sessions", options.maxSessions, 1, 10000, "Sessions at a time");
    add("--session-limit", options.sessionLimitSeconds, 1, 86400, "Seconds that a session may last");
    add("--idle-limit", options.idleLimitSeconds, 2, 3600,
        "Seconds without a sign of the client, half of it to a PING");
    add("--message-limit", options.longestMessageMebibytes, 1, 256, "MiB of one message");
    add("--buffer-limit", options.unsentMebibytes, 1, 4096, "MiB that wait for a slow client");
}

/// `name` as in --chat-url.
void addUpstream(CLI::App& command, UpstreamOptions& options, const std::string& name, const std::string& what)
{
    auto* url = command.add_option("--" + name + "-url", options.url,
                                   "OpenAI-compatible server for " + what + ", up to and with /v1");
    auto* model = command.add_option("--" + name + "-model", options.model, "The model there");
    url->needs(model);
    model->needs(url);
    command.add_option("--" + name + "-key-file", options.keyFile, "File with the key for it")->needs(url);
}

} // namespace

int serve(const ServeOptions& options)
{
    std::signal(SIGPIPE, SIG_IGN);
    asio::io_context waiting;
    asio::signal_set signals(waiting, SIGINT, SIGTERM, SIGHUP);
    signals.async_wait([&](boost::system::error_code, int) { waiting.stop(); });
    std::optional<Parent> parent;
    if (options.pipe >= 0)
        parent.emplace(waiting, options.pipe);

    auto wanted = toServiceOptions(options);
    if (!wanted)
        return report(wanted.error(), parent);
    const bool isKeyRandom = wanted.value().key.empty();
    const bool isCertificateMade = wanted.value().certificate.has_value() && options.certificateFile.empty();
    const auto madeCertificate = isCertificateMade ? wanted.value().certificate->chainPem : std::string();
    const auto started = service::Service::start(std::move(wanted).value());
    if (!started)
        return report(started.error(), parent);
    const auto& running = *started.value();
    if (parent.has_value())
        return runForParent(running, options.pipe, waiting, parent);
    const auto notices = writeNotices(running, isKeyRandom, madeCertificate);
    if (!notices)
        return report(notices.error(), parent);
    printHowToConnect(running, notices.value(), options);
    waiting.run();
    return 0;
}

void addServe(CLI::App& app, int& exitCode)
{
    auto options = std::make_shared<ServeOptions>();
    auto* command = app.add_subcommand("serve", "Run the local realtime service");
    command->add_option("--port", options->port, "Port to listen on; 0 takes any free one")->capture_default_str();
    command->add_option("--address", options->address, "Address to listen on; beyond this machine only with a key")
        ->capture_default_str();
    command
        ->add_option("--key", options->key,
                     "The key that clients must send; others on this machine can see it among the running programs")
        ->check([](const std::string& key) { return key.empty() ? "the key is empty" : ""; })
        ->type_name("KEY");
    command->add_option("--key-file", options->keyFile,
                        "File with that key (default: PARLEY_SERVICE_KEY, else a random one)");
    command->add_flag("--tls", options->isTls, "https and wss; without --certificate one is made");
    auto* certificate = command->add_option("--certificate", options->certificateFile, "PEM file, the chain in order");
    auto* privateKey = command->add_option("--private-key", options->privateKeyFile, "PEM file, without a password");
    certificate->needs(privateKey);
    privateKey->needs(certificate);
    command->add_option("--script", options->scriptFile, "File of answers, see docs/script.md");
    addUpstream(*command, options->chat, "chat", "answers");
    addUpstream(*command, options->transcription, "stt", "transcriptions");
    addUpstream(*command, options->speech, "tts", "speech");
    command->add_option("--tts-voice", options->speech.voice, "Voice to speak with there, whatever a session asks for")
        ->needs("--tts-url");
    addLimits(*command, *options);
    command->add_option("--faults", options->faults, "For tests: faults to make, see docs/local-service.md");
    command->add_flag("--fault-control", options->hasFaultControl,
                      "For tests: clients with the key may change the faults at /control/faults");
    command->add_option("--pipe", options->pipe)->group("");
    command->callback([options, &exitCode] { exitCode = serve(*options); });
}

} // namespace parley::command
