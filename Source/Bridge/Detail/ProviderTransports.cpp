// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/ProviderTransports.h"

#include "Base/Log.h"
#include "Bridge/VoiceProvider.h"
#include "Realtime/WebSocketTransport.h"

#include <optional>
#include <utility>

namespace parley::bridge
{
namespace
{

using Made = Result<std::unique_ptr<realtime::Transport>>;

Made transportTo(Executor& executor, net::WebSocketOptions socket)
{
    return std::unique_ptr<realtime::Transport>(
        std::make_unique<realtime::WebSocketTransport>(executor, std::move(socket)));
}

} // namespace

Result<ResolvedProvider> findProvider(const ProviderSettings& settings, const std::stop_token& stop)
{
    try
    {
        return resolveProvider(settings, auth::Surroundings::ofProcess(), stop);
    }
    catch (const std::exception& problem)
    {
        return Error{ErrorCode::internal,
                     "The service could not be looked for (" + redact(problem.what()) + "): connect again.", "connect"};
    }
}

Result<ResolvedProvider> findVoiceProvider(const ProviderSettings& settings, const std::stop_token& stop)
{
    const auto asked = voiceProvider(settings);
    return asked ? findProvider(asked.value(), stop) : asked.error();
}

Error poolIsFull()
{
    return {ErrorCode::queueFull, "Too many tasks wait in this process: connect again later.", "connect"};
}

realtime::TransportFactory makeProviderTransports(Executor& executor, const ProviderSettings& settings,
                                                  net::WebSocketOptions first, std::stop_token stop,
                                                  std::function<void(std::shared_ptr<LocalService>)> onService)
{
    const auto unused = std::make_shared<std::optional<net::WebSocketOptions>>(std::move(first));
    return [pool = &executor, settings, unused, stop = std::move(stop),
            onService = std::move(onService)](const realtime::TransportReady& ready)
    {
        if (auto options = std::exchange(*unused, {}))
        {
            ready(transportTo(*pool, std::move(*options)));
            return;
        }
        const auto look = [pool, settings, stop, onService, ready]
        {
            auto found = findProvider(settings, stop);
            if (found && found.value().localService != nullptr)
                onService(found.value().localService);
            ready(found ? transportTo(*pool, std::move(found.value().socket)) : Made(found.error()));
        };
        if (!pool->postToPool(look))
            ready(poolIsFull());
    };
}

} // namespace parley::bridge
