// SPDX-License-Identifier: Apache-2.0
#include "Service/Service.h"

#include "Service/EngineWorkers.h"
#include "Service/FliteSynthesiser.h"
#include "Service/PocketsphinxRecogniser.h"
#include "Service/RandomKey.h"
#include "Service/RuleAnswerer.h"
#include "Service/ServiceServer.h"

namespace parley::service
{
namespace
{

/// One recognises while the other speaks; each holds a decoder of about 100 MB.
constexpr std::size_t engineThreads = 2;

Result<Engines> makeEngines()
{
    auto recogniser = PocketsphinxRecogniser::load();
    if (!recogniser)
        return recogniser.error();
    Engines engines;
    engines.recogniser = std::move(recogniser).value();
    engines.synthesiser = std::make_unique<FliteSynthesiser>();
    engines.answerer = std::make_unique<RuleAnswerer>();
    return engines;
}

} // namespace

Result<std::unique_ptr<Service>> Service::start(ServiceOptions options)
{
    if (options.key.empty())
    {
        auto key = makeRandomKey("parley-");
        if (!key)
            return key.error();
        options.key = Secret(std::move(key).value());
    }
    auto workers = EngineWorkers::start(engineThreads, makeEngines);
    if (!workers)
        return workers.error();
    auto server = Server::listen(std::move(options), std::move(workers).value());
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

std::string Service::url() const
{
    return "ws://127.0.0.1:" + std::to_string(port()) + "/v1/realtime";
}

} // namespace parley::service
