// SPDX-License-Identifier: Apache-2.0
#include "Auth/Endpoint.h"

#include "Auth/Detail/Trimmed.h"
#include "Net/Detail/HeaderRules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace parley::auth
{
namespace
{

constexpr std::string_view openAiUrl = "wss://api.openai.com/v1/realtime";
constexpr std::string_view azurePath = "/openai/v1/realtime";
constexpr std::string_view realtime = "/realtime";

std::string valueOf(const Surroundings& surroundings, const char* name)
{
    return surroundings.environment ? trimmed(surroundings.environment(name).value_or(std::string())) : std::string();
}

/// http becomes ws, and https wss.
void speakWebSocket(net::Url& url)
{
    if (url.scheme == "http")
        url.scheme = "ws";
    else if (url.scheme == "https")
        url.scheme = "wss";
}

void appendRealtime(net::Url& url)
{
    while (url.path.ends_with('/'))
        url.path.pop_back();
    if (!url.path.ends_with(realtime))
        url.path += realtime;
}

Result<net::Url> named(Result<net::Url> url, const char* variable)
{
    if (url)
        return url;
    auto error = url.error();
    error.where = variable;
    return error;
}

Result<net::Url> openAiAddress(const Surroundings& surroundings)
{
    const auto base = valueOf(surroundings, "OPENAI_BASE_URL");
    if (base.empty())
        return net::Url::parse(openAiUrl);
    auto url = named(net::Url::parse(base), "OPENAI_BASE_URL");
    if (!url)
        return url;
    speakWebSocket(url.value());
    appendRealtime(url.value());
    return url;
}

Result<net::Url> azureAddress(const std::string& written, const Surroundings& surroundings)
{
    auto text = trimmed(written);
    const bool isFromVariable = text.empty();
    if (isFromVariable)
        text = valueOf(surroundings, "AZURE_OPENAI_ENDPOINT");
    if (text.empty())
        return Error{ErrorCode::invalidArgument,
                     "No Azure resource is named: give its address, as https://NAME.openai.azure.com, or set "
                     "AZURE_OPENAI_ENDPOINT.",
                     "address"};
    if (text.find("://") == std::string::npos)
        text = "wss://" + (text.find('.') == std::string::npos ? text + ".openai.azure.com" : text);
    auto url = net::Url::parse(text);
    if (!url)
        return isFromVariable ? named(url, "AZURE_OPENAI_ENDPOINT") : url;
    speakWebSocket(url.value());
    auto& path = url.value().path;
    if (path == "/")
        path = azurePath;
    else if (path == "/openai/v1" || path == "/openai/v1/")
        appendRealtime(url.value());
    return url;
}

Result<net::Url> customAddress(const std::string& written)
{
    auto url = net::Url::parse(written);
    if (url && url.value().scheme != "ws" && url.value().scheme != "wss")
        return Error{ErrorCode::invalidArgument,
                     "The address " + url.value().toString() + " is not a WebSocket: begin it with wss:// or ws://.",
                     "url"};
    return url;
}

Result<net::Url> addressOf(const EndpointRequest& request, const Surroundings& surroundings)
{
    switch (request.kind)
    {
    case ServiceKind::openAi:
        return openAiAddress(surroundings);
    case ServiceKind::azure:
        return azureAddress(request.url, surroundings);
    case ServiceKind::custom:
        return customAddress(request.url);
    }
    return Error{ErrorCode::internal, "This kind of service is unknown: choose another one.", "address"};
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

bool isCredentialHeader(std::string_view name)
{
    constexpr std::array<std::string_view, 5> parts{"authorization", "api-key", "token", "cookie", "secret"};
    const auto lower = lowerCase(name);
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

/// The upgrade itself is made of these.
bool belongsToConnection(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"connection", "upgrade", "content-length", "transfer-encoding",
                                                    "openai-beta"};
    const auto lower = lowerCase(name);
    return std::find(names.begin(), names.end(), lower) != names.end() || lower.starts_with("sec-websocket-");
}

void addUnlessBlank(net::Headers& headers, const char* name, const std::string& value)
{
    if (auto text = trimmed(value); !text.empty())
        headers.emplace_back(name, std::move(text));
}

net::Headers usualHeaders(const EndpointRequest& request, const std::optional<ApiKey>& key,
                          const Surroundings& surroundings)
{
    net::Headers headers;
    if (key && request.kind == ServiceKind::azure && !key->isToken)
        headers.emplace_back("api-key", key->key.reveal());
    else if (key)
        headers.emplace_back("Authorization", "Bearer " + key->key.reveal());
    const auto orVariable = [&](const std::string& option, const char* variable)
    {
        const bool isSet = !trimmed(option).empty() || request.kind != ServiceKind::openAi;
        return isSet ? option : valueOf(surroundings, variable);
    };
    addUnlessBlank(headers, "OpenAI-Organization", orVariable(request.extras.organization, "OPENAI_ORG_ID"));
    addUnlessBlank(headers, "OpenAI-Project", orVariable(request.extras.project, "OPENAI_PROJECT_ID"));
    addUnlessBlank(headers, "OpenAI-Safety-Identifier", request.extras.safetyIdentifier);
    return headers;
}

std::optional<Error> faultInExtra(const std::string& name, bool hasValue, const net::Url& url)
{
    if (belongsToConnection(name))
        return Error{ErrorCode::invalidArgument,
                     "The header \"" + redact(name) + "\" belongs to the connection itself: leave it out.", "headers"};
    if (hasValue && isCredentialHeader(name) && !mayCarryKey(url))
        return Error{ErrorCode::invalidArgument,
                     "The header \"" + redact(name) + "\" would reach " + url.authority() +
                         " unencrypted: use wss:// or leave it out.",
                     "headers"};
    return std::nullopt;
}

} // namespace

Result<net::Url> endpointUrl(const EndpointRequest& request, const Surroundings& surroundings)
{
    auto address = addressOf(request, surroundings);
    if (!address)
        return address;
    auto& url = address.value();
    if (const auto callId = trimmed(request.extras.callId); !callId.empty())
        url.addQuery("call_id", callId);
    const bool isAnswered = url.hasQuery("call_id") || url.hasQuery("deployment");
    if (const auto model = trimmed(request.model); !isAnswered && !model.empty())
        url.addQuery("model", model);
    return address;
}

net::Url restBase(net::Url url)
{
    url.scheme = url.isSecure() ? "https" : "http";
    while (url.path.ends_with('/'))
        url.path.pop_back();
    if (url.path.ends_with(realtime))
        url.path.resize(url.path.size() - realtime.size());
    constexpr std::string_view version = "api-version=";
    const auto begin = ("&" + url.query).find("&" + std::string(version));
    if (begin == std::string::npos)
        url.query.clear();
    else
        url.query = url.query.substr(begin, url.query.find('&', begin) - begin);
    return url;
}

bool mayCarryKey(const net::Url& url)
{
    return url.isSecure() || url.isLoopback();
}

bool bringsCredential(const EndpointRequest& request)
{
    const auto& headers = request.extras.headers;
    return std::any_of(headers.begin(), headers.end(),
                       [](const auto& header) {
                           return net::isSameHeader(header.first, "Authorization") ||
                                  net::isSameHeader(header.first, "api-key");
                       });
}

Result<net::Headers> endpointHeaders(const EndpointRequest& request, const net::Url& url,
                                     const std::optional<ApiKey>& key, const Surroundings& surroundings)
{
    auto headers = usualHeaders(request, mayCarryKey(url) ? key : std::nullopt, surroundings);
    for (const auto& [name, value] : request.extras.headers)
    {
        if (auto fault = faultInExtra(name, value.has_value(), url))
            return *fault;
        std::erase_if(headers, [&given = name](const auto& header) { return net::isSameHeader(header.first, given); });
        if (!value)
            continue;
        if (isCredentialHeader(name))
            registerSecret(*value);
        headers.emplace_back(name, *value);
    }
    if (auto wrong = net::wrongHeader(headers))
    {
        wrong->where = "headers";
        return *wrong;
    }
    return headers;
}

} // namespace parley::auth
