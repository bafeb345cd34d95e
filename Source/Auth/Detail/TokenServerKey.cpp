// SPDX-License-Identifier: Apache-2.0
#include "Auth/Detail/TokenServerKey.h"

#include "Auth/Detail/Trimmed.h"
#include "Net/Detail/RetryAfter.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace parley::auth
{
namespace
{

using Json = nlohmann::json;

std::string textAt(const Json& object, const char* pointer)
{
    const Json::json_pointer place(pointer);
    if (!object.contains(place) || !object.at(place).is_string())
        return {};
    return trimmed(object.at(place).get<std::string>());
}

std::int64_t secondsSinceEpoch()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::pair<ErrorCode, const char*> meaningOf(int status)
{
    if (status == 401)
        return {ErrorCode::unauthorized, "wants to be told who asks: check what it expects of its clients"};
    if (status == 403)
        return {ErrorCode::forbidden, "does not allow this: check what it expects of its clients"};
    if (status == 429)
        return {ErrorCode::rateLimited, "limits the requests: wait a moment and try again"};
    if (status >= 500)
        return {ErrorCode::upstreamServerError, "has a fault of its own: try again, or look at its log"};
    return {ErrorCode::unauthorized, "gave no token: check the address, PARLEY_TOKEN_URL where that names it"};
}

} // namespace

std::optional<Token> tokenIn(std::string_view body)
{
    const auto answer = Json::parse(body, nullptr, false);
    if (!answer.is_object())
        return std::nullopt;
    for (const auto& [valueAt, expiryAt] :
         {std::pair{"/value", "/expires_at"}, std::pair{"/client_secret/value", "/client_secret/expires_at"},
          std::pair{"/token", "/expires_at"}})
    {
        auto value = textAt(answer, valueAt);
        if (value.empty())
            continue;
        Token token{Secret(std::move(value)), std::nullopt};
        for (const auto* place : {expiryAt, "/expires_at"})
            if (const Json::json_pointer at(place);
                !token.expiresAt && answer.contains(at) && answer.at(at).is_number_integer())
                token.expiresAt = answer.at(at).get<std::int64_t>();
        return token;
    }
    return std::nullopt;
}

TokenServerKey::TokenServerKey(TokenServer asked)
    : server(std::move(asked))
{
}

std::string TokenServerKey::name() const
{
    return "the token server " + server.url.authority();
}

std::optional<ApiKey> TokenServerKey::remembered()
{
    const std::scoped_lock lock(mutex);
    if (!latest || !latest->expiresAt || *latest->expiresAt - tokenReserve.count() <= secondsSinceEpoch())
        return std::nullopt;
    return ApiKey{latest->value, name(), true};
}

Error TokenServerKey::refusal(const net::HttpResponse& response) const
{
    const auto [code, advice] = meaningOf(response.status);
    Error error{code,
                "The token server at " + server.url.authority() + " " + advice + " (HTTP " +
                    std::to_string(response.status) + ").",
                name()};
    if (const auto* id = net::findHeader(response.headers, "x-request-id"))
        error.requestId = redact(*id);
    if (const auto* pause = net::findHeader(response.headers, "Retry-After"))
        error.retryAfter =
            net::parseRetryAfter(*pause, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    const auto answer = Json::parse(response.body, nullptr, false);
    if (answer.is_object())
    {
        error.upstreamCode = redact(textAt(answer, "/error/code"));
        error.upstreamMessage = redact(textAt(answer, "/error/message"));
    }
    return error;
}

Result<Token> TokenServerKey::fetchToken(const std::stop_token& stop) const
{
    if (server.url.scheme == "http" && !server.url.isLoopback())
        return Error{ErrorCode::invalidArgument,
                     "The token server at " + server.url.authority() +
                         " would send its tokens unencrypted: reach it by https://.",
                     name()};
    net::HttpRequest request{"POST", server.url, server.headers, server.body};
    if (net::findHeader(request.headers, "Content-Type") == nullptr)
        request.headers.emplace_back("Content-Type", "application/json");
    const auto executor = Executor::shared();
    auto answered = net::fetch(*executor, request, server.http, stop);
    if (!answered)
    {
        auto error = answered.error();
        error.where = name() + ", " + error.where;
        return error;
    }
    const auto& response = answered.value();
    auto token = tokenIn(response.body);
    if (response.status < 200 || response.status > 299)
        return refusal(response);
    if (!token)
        return Error{ErrorCode::unauthorized,
                     "The token server at " + server.url.authority() +
                         " answered without a token: its JSON must have `value`, `client_secret.value` or `token`.",
                     name()};
    return std::move(*token);
}

Result<ApiKey> TokenServerKey::take(const std::stop_token& stop)
{
    if (auto known = remembered())
        return std::move(*known);
    auto token = fetchToken(stop);
    if (!token)
        return token.error();
    ApiKey key{token.value().value, name(), true};
    const std::scoped_lock lock(mutex);
    latest = std::move(token).value();
    return key;
}

} // namespace parley::auth
