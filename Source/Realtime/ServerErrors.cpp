// SPDX-License-Identifier: Apache-2.0
#include "Realtime/ServerErrors.h"

#include "Base/Log.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::realtime
{
namespace
{

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

bool holdsOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(words, [&](auto word) { return text.find(word) != std::string_view::npos; });
}

/// The service does not know a field or value that we send: it speaks another version of the protocol.
bool isProtocolMismatch(const wire::ServerError& error, std::string_view message)
{
    if (error.code == "beta_api_shape_disabled")
        return true;
    const bool isAboutOurFields = error.param.starts_with("session") || error.param.starts_with("response");
    if (isAboutOurFields && isOneOf(error.code, {"unknown_parameter", "invalid_value", "missing_required_parameter"}))
        return true;
    return holdsOneOf(message, {"unknown parameter", "unknown field", "unexpected field", "unrecognized field"});
}

const char* sentenceFor(ErrorCode code)
{
    switch (code)
    {
    case ErrorCode::quotaExceeded:
        return "The account has no credit left: add some, or use another key.";
    case ErrorCode::rateLimited:
        return "Too many requests in a short time: wait a little, then ask again.";
    case ErrorCode::unauthorized:
        return "The service does not accept the key: check which one is set, and that it is whole.";
    case ErrorCode::forbidden:
        return "This key, account or region may not use the service: ask its owner for access.";
    case ErrorCode::modelUnavailable:
        return "The model does not exist or this account may not use it: choose another one.";
    case ErrorCode::protocolIncompatible:
        return "The service speaks another version of the protocol: check the address, or update one of the two.";
    case ErrorCode::upstreamServerError:
        return "The service itself failed: try again, and if it goes on report the session id to its makers.";
    case ErrorCode::sessionExpired:
        return "The session reached the service's time limit: connect again.";
    default:
        return "The service refused a request; the session goes on. Its own words say why.";
    }
}

} // namespace

ErrorCode classify(const wire::ServerError& error)
{
    const auto message = lowered(error.message);
    if (isOneOf("insufficient_quota", {error.code, error.type}) ||
        holdsOneOf(message, {"insufficient_quota", "exceeded your current quota"}))
        return ErrorCode::quotaExceeded;
    if (isOneOf(error.code, {"rate_limit_exceeded", "rate_limit_error"}) || error.type == "rate_limit_error")
        return ErrorCode::rateLimited;
    if (error.code == "invalid_api_key" || holdsOneOf(message, {"missing bearer", "incorrect api key"}))
        return ErrorCode::unauthorized;
    if (isOneOf(error.code, {"model_not_found", "invalid_model", "missing_model"}) ||
        holdsOneOf(message, {"model_not_found", "do not have access"}))
        return ErrorCode::modelUnavailable;
    if (isOneOf(error.code, {"unsupported_country_region_territory", "forbidden"}) || error.type == "permission_error")
        return ErrorCode::forbidden;
    if (error.code == "session_expired")
        return ErrorCode::sessionExpired;
    if (error.type == "server_error" || error.code == "server_error")
        return ErrorCode::upstreamServerError;
    return isProtocolMismatch(error, message) ? ErrorCode::protocolIncompatible : ErrorCode::requestRejected;
}

Error errorFrom(const wire::ServerError& error)
{
    const auto code = classify(error);
    return {code, sentenceFor(code), error.param, error.code.empty() ? error.type : error.code, error.message};
}

wire::ServerError failureIn(const wire::Json& response)
{
    const auto& error = wire::objectField(wire::objectField(response, "status_details"), "error");
    return {.type = wire::textField(error, "type"),
            .code = wire::textField(error, "code"),
            .message = redact(wire::textField(error, "message")),
            .param = {},
            .clientEventId = {}};
}

std::string sessionIdIn(std::string_view text)
{
    constexpr std::string_view marker = "sess_";
    const auto begin = text.find(marker);
    if (begin == std::string_view::npos)
        return {};
    auto end = begin + marker.size();
    while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0)
        ++end;
    return end > begin + marker.size() ? std::string(text.substr(begin, end - begin)) : std::string();
}

} // namespace parley::realtime
