// SPDX-License-Identifier: Apache-2.0
#include "Bridge/VoiceProvider.h"

#include "Auth/Endpoint.h"

#include <utility>

namespace parley::bridge
{
namespace
{

/// A base address as that of the realtime door behind it.
Result<std::string> realtimeAddress(const std::string& written)
{
    auto url = net::Url::parse(written);
    if (!url)
        return url.error();
    auto& parsed = url.value();
    if (parsed.scheme != "http" && parsed.scheme != "https")
        return written;
    parsed.scheme = parsed.isSecure() ? "wss" : "ws";
    while (parsed.path.ends_with('/'))
        parsed.path.pop_back();
    parsed.path += "/realtime";
    return parsed.toString();
}

} // namespace

std::optional<Provider> providerNamed(std::string_view name) noexcept
{
    for (const auto provider : {Provider::local, Provider::openAi, Provider::custom, Provider::azure})
        if (toString(provider) == name)
            return provider;
    return std::nullopt;
}

Result<ProviderSettings> voiceProvider(const ProviderSettings& settings)
{
    auto asked = settings;
    asked.model.clear();
    if (asked.provider != Provider::custom)
        return asked;
    auto address = realtimeAddress(asked.url);
    if (!address)
        return address.error();
    asked.url = std::move(address).value();
    return asked;
}

std::shared_ptr<voice::VoiceService> voiceServiceAt(const net::WebSocketOptions& door,
                                                    const std::shared_ptr<Executor>& executor)
{
    auto service = std::make_shared<voice::VoiceService>();
    service->socket = door;
    service->base = auth::restBase(service->socket.url);
    service->socket.url.query = service->base.query;
    service->headers = service->socket.headers;
    service->trust = service->socket.trust;
    service->proxy = service->socket.proxy;
    service->pool = std::make_shared<net::HttpPool>(executor);
    return service;
}

Result<std::shared_ptr<const voice::VoiceService>> resolveVoiceService(const ProviderSettings& settings,
                                                                       const std::shared_ptr<Executor>& executor,
                                                                       const auth::Surroundings& surroundings,
                                                                       const std::stop_token& stop)
{
    const auto asked = voiceProvider(settings);
    if (!asked)
        return asked.error();
    auto resolved = resolveProvider(asked.value(), surroundings, stop);
    if (!resolved)
        return resolved.error();
    const auto service = voiceServiceAt(resolved.value().socket, executor);
    service->owner = std::move(resolved.value().localService);
    return std::shared_ptr<const voice::VoiceService>(service);
}

} // namespace parley::bridge
