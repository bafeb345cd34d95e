// SPDX-License-Identifier: Apache-2.0
#include "Service/Admission.h"

#include "Service/Http/JsonBody.h"
#include "Service/Http/Models.h"

#include <string_view>

namespace parley::service
{
namespace
{

constexpr std::string_view sessionPath = "/v1/realtime";
/// Named by nobody, and by no event of such a session.
constexpr auto* transcriptionModel = "gpt-4o-mini-transcribe";
constexpr std::string_view secretsPath = "/v1/realtime/client_secrets";

/// What stands behind `prefix` in one of the offered subprotocols.
std::optional<std::string> offered(std::string_view subprotocols, std::string_view prefix)
{
    while (!subprotocols.empty())
    {
        auto one = subprotocols.substr(0, subprotocols.find(','));
        subprotocols.remove_prefix(std::min(subprotocols.size(), one.size() + 1));
        one.remove_prefix(std::min(one.size(), one.find_first_not_of(" \t")));
        one = one.substr(0, one.find_last_not_of(" \t") + 1);
        if (one.starts_with(prefix))
            return std::string(one.substr(prefix.size()));
    }
    return std::nullopt;
}

/// What was given as key; nothing when no header gives one.
std::optional<std::string> givenKey(const UpgradeRequest& request)
{
    if (request.apiKey.has_value())
        return request.apiKey;
    constexpr std::string_view scheme = "bearer ";
    if (!request.authorization.has_value())
        return offered(request.subprotocols, "openai-insecure-api-key.");
    if (request.authorization->size() < scheme.size())
        return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i)
    {
        const char c = (*request.authorization)[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != scheme[i])
            return std::nullopt;
    }
    return request.authorization->substr(scheme.size());
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const bool isEscape = text[i] == '%' && i + 2 < text.size();
        const int high = isEscape ? hexDigit(text[i + 1]) : -1;
        const int low = isEscape ? hexDigit(text[i + 2]) : -1;
        if (high >= 0 && low >= 0)
        {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
        else
            decoded += text[i] == '+' ? ' ' : text[i];
    }
    return decoded;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view name)
{
    while (!query.empty())
    {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.substr(0, pair.find('=')) == name)
            return percentDecoded(pair.substr(std::min(pair.size(), name.size() + 1)));
    }
    return std::nullopt;
}

RefusedSession refuse(std::uint16_t closeCode, const std::string& code, std::string message)
{
    const std::string reason = "invalid_request_error" + (code.empty() ? "" : "." + code);
    return {{code, std::move(message), ""}, {closeCode, reason}};
}

/// What the wrong key, or none, is told.
Rejection keyRejection(bool isGiven)
{
    if (!isGiven)
        return {"", "Missing bearer or basic authentication in header", ""};
    return {"invalid_api_key", "Incorrect API key provided. Use the key that this service was started with.", ""};
}

/// Nothing when the key opens no session.
std::optional<Admitted> opens(std::string_view given, const Secret& key, const ClientSecrets& secrets, std::int64_t now)
{
    if (isSame(digestOf(given), digestOf(key.reveal())))
        return Admitted{};
    auto settings = secrets.settingsFor(given, now);
    if (!settings.has_value())
        return std::nullopt;
    auto model = settings->value("model", std::string(ClientSecrets::usualModel));
    return Admitted{std::move(model), std::move(*settings)};
}

Admission admitSession(const UpgradeRequest& request, std::string_view query, const Secret& key,
                       const ClientSecrets& secrets, std::int64_t now)
{
    const auto given = givenKey(request);
    auto admitted = given.has_value() ? opens(*given, key, secrets, now) : std::nullopt;
    if (!admitted.has_value())
    {
        const auto rejection = keyRejection(given.has_value());
        return refuse(3000, rejection.code, rejection.message);
    }
    if (request.hasBetaHeader)
        return refuse(4000, "beta_api_shape_disabled",
                      "The beta shape of the Realtime API is not supported: do not send the header OpenAI-Beta.");
    admitted->isTranscription = queryValue(query, "intent") == "transcription" ||
                                admitted->settings.value("type", std::string()) == "transcription";
    if (admitted->isTranscription && admitted->model.empty())
        admitted->model = transcriptionModel;
    if (auto model = queryValue(query, "model").value_or(""); !model.empty())
        admitted->model = std::move(model);
    if (admitted->model.empty())
        return refuse(4000, "missing_model", "You must provide a model parameter, for instance ?model=gpt-realtime.");
    if (!isKnownModel(admitted->model))
        return refuse(4000, "invalid_model",
                      "The model '" + admitted->model + "' does not exist or you do not have access to it.");
    return std::move(*admitted);
}

PlainAnswer makeSecret(const UpgradeRequest& request, const Secret& key, ClientSecrets& secrets, std::int64_t now)
{
    if (request.method != "POST")
        return refusePlainly(405, {"method_not_supported", "Client secrets are made with POST.", ""});
    if (const auto fault = findFaultInKey(request, key))
        return refusePlainly(401, *fault);
    const bool isBlank = request.body.find_first_not_of(" \t\r\n") == std::string::npos;
    auto body = readJsonBody(isBlank ? "{}" : request.body);
    if (const auto* rejection = std::get_if<Rejection>(&body))
        return refusePlainly(400, *rejection);
    const auto made = secrets.mint(std::get<Json>(std::move(body)), now);
    if (const auto* rejection = std::get_if<Rejection>(&made))
        return refusePlainly(statusOf(*rejection), *rejection);
    return {200, std::get<Json>(made).dump(), "application/json"};
}

} // namespace

bool offersRealtime(std::string_view subprotocols)
{
    return offered(subprotocols, "realtime") == "";
}

std::optional<Rejection> findFaultInKey(const UpgradeRequest& request, const Secret& key)
{
    const auto given = givenKey(request);
    if (given.has_value() && isSame(digestOf(*given), digestOf(key.reveal())))
        return std::nullopt;
    return keyRejection(given.has_value());
}

Admission admit(const UpgradeRequest& request, const Secret& key, ClientSecrets& secrets, std::int64_t now)
{
    const std::string_view target = request.target;
    const auto path = target.substr(0, target.find('?'));
    const auto query = target.substr(std::min(target.size(), path.size() + 1));
    if (path == "/health" || path == "/healthz")
        return PlainAnswer{200, "ok\n"};
    if (path == secretsPath)
        return makeSecret(request, key, secrets, now);
    if (path != sessionPath)
        return refusePlainly(404, {"unknown_url", "Not found: sessions are at /v1/realtime.", ""});
    if (!request.isUpgrade)
        return PlainAnswer{426, "Sessions need a WebSocket: connect with ws:// to /v1/realtime.\n"};
    return admitSession(request, query, key, secrets, now);
}

} // namespace parley::service
