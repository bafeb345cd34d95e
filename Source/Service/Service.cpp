// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"

#include "Service/EngineWorkers.h"
#include "Service/FliteSynthesiser.h"
#include "Service/LikelyPhrases.h"
#include "Service/OriginRules.h"
#include "Service/PocketsphinxRecogniser.h"
#include "Service/RandomKey.h"
#include "Service/RuleAnswerer.h"
#include "Service/Script/ScriptAnswerer.h"
#include "Service/ServiceServer.h"
#include "Service/Upstream/UpstreamEngines.h"

namespace parley::service
{
namespace
{

/// One recognises while the other speaks; each holds a decoder of about 100 MB.
constexpr std::size_t engineThreads = 2;

std::unique_ptr<Answerer> makeAnswerer(const std::shared_ptr<const AnswerScript>& script)
{
    auto rules = std::make_unique<RuleAnswerer>();
    if (script == nullptr)
        return rules;
    return std::make_unique<ScriptAnswerer>(script, std::move(rules));
}

/// Those that no upstream server stands in for.
Result<Engines> makeEngines(const UpstreamServers& upstream, const std::shared_ptr<const AnswerScript>& script)
{
    Engines engines;
    if (!upstream.transcription)
    {
        auto likely = script == nullptr ? std::vector<std::string>() : spokenPhrases(script->phrases());
        auto recogniser = PocketsphinxRecogniser::load(PocketsphinxRecogniser::modelDirectory, std::move(likely));
        if (!recogniser)
            return recogniser.error();
        engines.recogniser = std::move(recogniser).value();
    }
    if (!upstream.speech)
        engines.synthesiser = std::make_unique<FliteSynthesiser>();
    if (!upstream.chat)
        engines.answerer = makeAnswerer(script);
    return engines;
}

Result<std::unique_ptr<EngineRunner>> startEngines(const ServiceOptions& options)
{
    const auto& upstream = options.upstream;
    if (upstream.chat && options.script != nullptr)
        return Error{ErrorCode::invalidArgument,
                     "A script and a chat server cannot both answer: leave one of the two out.", "script"};
    const auto startWorkers = [&]() -> Result<std::unique_ptr<EngineRunner>>
    {
        auto workers = EngineWorkers::start(engineThreads, [upstream, script = options.script]
                                            { return makeEngines(upstream, script); });
        if (!workers)
            return workers.error();
        return std::unique_ptr<EngineRunner>(std::move(workers).value());
    };
    if (!upstream.any())
        return startWorkers();
    auto engines = UpstreamEngines::start(upstream, startWorkers);
    if (!engines)
        return engines.error();
    return std::unique_ptr<EngineRunner>(std::move(engines).value());
}

/// A random one where none is given, for this machine alone.
Result<void> chooseKey(ServiceOptions& options)
{
    const bool isKeyChosen = !options.key.empty();
    if (!isKeyChosen && !isLoopbackName(options.address))
        return Error{ErrorCode::invalidArgument,
                     "The address " + options.address +
                         " can be reached from other machines: choose a key first (PARLEY_SERVICE_KEY or --key-file).",
                     "address"};
    if (!isKeyChosen)
    {
        auto key = makeRandomKey("parley-");
        if (!key)
            return key.error();
        options.key = Secret(std::move(key).value());
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Service>> Service::start(ServiceOptions options)
{
    if (auto chosen = chooseKey(options); !chosen)
        return chosen.error();
    auto engines = startEngines(options);
    if (!engines)
        return engines.error();
    return startWith(std::move(options), std::move(engines).value());
}

Result<std::unique_ptr<Service>> Service::startWith(ServiceOptions options, std::unique_ptr<EngineRunner> engines)
{
    if (auto chosen = chooseKey(options); !chosen)
        return chosen.error();
    auto server = Server::listen(std::move(options), std::move(engines));
    if (!server)
        return server.error();
    return std::unique_ptr<Service>(new Service(std::move(server).value()));
}

Service::Service(std::unique_ptr<Server> running)
    : server(std::move(running))
{
}

Service::~Service() = default;

std::uint16_t Service::port() const noexcept
{
    return server->port();
}

const Secret& Service::key() const noexcept
{
    return server->key();
}

std::string Service::urlWith(const std::string& scheme) const
{
    const auto& address = server->address();
    const auto host = address.find(':') == std::string::npos ? address : "[" + address + "]";
    return scheme + (server->isSecure() ? "s" : "") + "://" + host + ":" + std::to_string(port()) + "/v1";
}

std::string Service::url() const
{
    return urlWith("ws") + "/realtime";
}

std::string Service::baseUrl() const
{
    return urlWith("http");
}

} // namespace parley::service
