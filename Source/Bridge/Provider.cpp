// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Provider.h"

#include "Auth/ServiceKey.h"
#include "Base/Log.h"

#include <optional>
#include <utility>

namespace parley::bridge
{
namespace
{

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

/// Nothing where none may be sent, or none is needed.
Result<std::optional<auth::ApiKey>> keyFor(const auth::EndpointRequest& request, const net::Url& url,
                                           const ProviderSettings& settings, const auth::Surroundings& surroundings,
                                           const std::stop_token& stop)
{
    if (!auth::mayCarryKey(url))
    {
        log(LogLevel::warning, "The connection to " + url.authority() +
                                   " is not encrypted, so no key is sent: use wss:// if the service wants one.");
        return std::optional<auth::ApiKey>();
    }
    if (auth::bringsCredential(request))
        return std::optional<auth::ApiKey>();
    auto key = auth::findServiceKey(request.kind, settings.key.get(), surroundings, stop);
    if (key)
        return std::optional(std::move(key).value());
    if (url.isLoopback() && key.error().code == ErrorCode::noApiKey)
        return std::optional<auth::ApiKey>();
    return key.error();
}

Result<ResolvedProvider> resolveRemote(auth::ServiceKind kind, const ProviderSettings& settings,
                                       const auth::Surroundings& surroundings, const std::stop_token& stop)
{
    const auth::EndpointRequest request{kind, settings.url, settings.model, settings.extras};
    auto url = auth::endpointUrl(request, surroundings);
    if (!url)
        return url.error();
    const auto key = keyFor(request, url.value(), settings, surroundings, stop);
    if (!key)
        return key.error();
    auto headers = auth::endpointHeaders(request, url.value(), key.value(), surroundings);
    if (!headers)
        return headers.error();
    ResolvedProvider resolved;
    resolved.socket.url = std::move(url).value();
    resolved.socket.headers = std::move(headers).value();
    resolved.socket.proxy = net::ProxySettings::fromEnvironment(surroundings.environment);
    if (const auto proxy = resolved.socket.proxy.proxyFor(resolved.socket.url); !proxy)
        return proxy.error();
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
    case Provider::azure:
        return "azure";
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
        return resolveRemote(auth::ServiceKind::openAi, settings, surroundings, stop);
    case Provider::custom:
        return resolveRemote(auth::ServiceKind::custom, settings, surroundings, stop);
    case Provider::azure:
        return resolveRemote(auth::ServiceKind::azure, settings, surroundings, stop);
    }
    return Error{ErrorCode::internal, "This provider is unknown: choose another one.", "provider"};
}

} // namespace parley::bridge
