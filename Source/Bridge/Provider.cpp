// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Provider.h"

#include "Base/Log.h"

#include <utility>

namespace parley::bridge
{
namespace
{

constexpr std::string_view openAiUrl = "wss://api.openai.com/v1/realtime";

void authorize(net::WebSocketOptions& options, const Secret& key)
{
    options.headers.emplace_back("Authorization", "Bearer " + key.reveal());
}

Result<ResolvedProvider> resolveLocal(const ProviderSettings& settings, const auth::Surroundings& surroundings,
                                      const std::stop_token& stop)
{
    auto service = LocalService::acquire(surroundings, stop);
    if (!service)
        return service.error();
    ResolvedProvider resolved;
    resolved.localService = std::move(service).value();
    const auto& address = resolved.localService->address();
    resolved.socket.url = {"ws", "127.0.0.1", address.port, "/v1/realtime", {}};
    resolved.socket.url.addQuery("model", settings.model);
    authorize(resolved.socket, address.token);
    return resolved;
}

Result<ResolvedProvider> resolveRemote(const ProviderSettings& settings, std::string_view address,
                                       const auth::Surroundings& surroundings)
{
    auto url = net::Url::parse(address);
    if (!url)
        return url.error();
    ResolvedProvider resolved;
    resolved.socket.url = std::move(url).value();
    if (resolved.socket.url.scheme != "ws" && resolved.socket.url.scheme != "wss")
        return Error{ErrorCode::invalidArgument,
                     "The address " + resolved.socket.url.toString() +
                         " is not a WebSocket: begin it with wss:// or ws://.",
                     "url"};
    if (!resolved.socket.url.hasQuery("call_id"))
        resolved.socket.url.addQuery("model", settings.model);
    if (!resolved.socket.url.isSecure() && !resolved.socket.url.isLoopback())
    {
        log(LogLevel::warning, "The connection to " + resolved.socket.url.authority() +
                                   " is not encrypted, so no key is sent: use wss:// if the service wants one.");
        return resolved;
    }
    const auto key = auth::findApiKey(surroundings);
    if (key)
        authorize(resolved.socket, key.value().key);
    else if (!resolved.socket.url.isLoopback())
        return key.error();
    if (resolved.socket.url.isSecure())
    {
        auto trust = net::TrustRoots::fromEnvironment(surroundings.environment);
        if (!trust)
            return trust.error();
        resolved.socket.trust = std::move(trust).value();
    }
    return resolved;
}

} // namespace

std::string_view toString(Provider provider) noexcept
{
    switch (provider)
    {
    case Provider::local:
        return "local";
    case Provider::openAi:
        return "openai";
    case Provider::custom:
        return "custom";
    }
    return "local";
}

Result<ResolvedProvider> resolveProvider(const ProviderSettings& settings, const auth::Surroundings& surroundings,
                                         const std::stop_token& stop)
{
    switch (settings.provider)
    {
    case Provider::local:
        return resolveLocal(settings, surroundings, stop);
    case Provider::openAi:
        return resolveRemote(settings, openAiUrl, surroundings);
    case Provider::custom:
        return resolveRemote(settings, settings.url, surroundings);
    }
    return Error{ErrorCode::internal, "This provider is unknown: choose another one.", "provider"};
}

} // namespace parley::bridge
