// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/ConnectionErrors.h"

#include "Base/Log.h"
#include "Net/Detail/RetryAfter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace parley::net
{
namespace
{

constexpr std::size_t maxErrorBody = 64 * 1024;

std::string describe(std::chrono::milliseconds limit)
{
    return limit.count() % 1000 == 0 ? std::to_string(limit.count() / 1000) + " s"
                                     : std::to_string(limit.count()) + " ms";
}

/// The error object of a body, as the service writes it: {"error": {"code": ..., "message": ..., "type": ...}}.
struct UpstreamError
{
    std::string code;
    std::string type;
    std::string message;
};

UpstreamError upstreamError(std::string_view body)
{
    if (body.size() > maxErrorBody)
        return {};
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("error") || !json["error"].is_object())
        return {};
    const auto& error = json["error"];
    const auto text = [&](const char* name)
    {
        const auto at = error.find(name);
        return at != error.end() && at->is_string() ? redact(at->get<std::string>()) : std::string();
    };
    return {text("code"), text("type"), text("message")};
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// What the service's own code says, where that is more than the status does.
std::optional<std::pair<ErrorCode, std::string>> refusalByCode(const UpstreamError& upstream, const std::string& http)
{
    if (isOneOf("insufficient_quota", {upstream.code, upstream.type}))
        return std::pair{ErrorCode::quotaExceeded,
                         "The account of this API key has no credit left" + http + ": add credit or use another key."};
    if (isOneOf(upstream.code, {"model_not_found", "invalid_model", "missing_model", "DeploymentNotFound"}))
        return std::pair{ErrorCode::modelUnavailable,
                         "The service does not offer the model that was asked for" + http + ": choose another."};
    if (upstream.code == "unsupported_country_region_territory")
        return std::pair{ErrorCode::forbidden, "The service does not serve the country or region that this "
                                               "connection comes from" +
                                                   http + ": connect from another place."};
    if (isOneOf(upstream.code, {"beta_api_shape_disabled", "unknown_parameter"}))
        return std::pair{ErrorCode::protocolIncompatible, "The service does not accept this form of the protocol" +
                                                              http + ": check its address and update Parley."};
    return std::nullopt;
}

std::pair<ErrorCode, std::string> refusal(int status, const Url& url)
{
    const auto service = "The service at " + hostAndPort(url);
    const auto http = " (HTTP " + std::to_string(status) + ")";
    if (status == 401)
        return {ErrorCode::unauthorized,
                service + " refused the API key" + http + ": check that it is right and active."};
    if (status == 403)
        return {ErrorCode::forbidden, service + " does not allow this" + http +
                                          ": check that the key may use the model, and from this place."};
    if (status == 429)
        return {ErrorCode::rateLimited, service + " limits the requests" + http + ": wait a moment and try again."};
    if (status == 407)
        return {ErrorCode::proxyFailed, "A proxy on the way to " + hostAndPort(url) +
                                            " wants a user name and password" + http +
                                            ": name it in HTTPS_PROXY, as http://user:password@host:port."};
    if (status >= 500)
        return {ErrorCode::upstreamServerError,
                service + " has a fault of its own" + http + ": try again in a moment."};
    return {ErrorCode::upgradeRejected, service + " refused the connection" + http +
                                            ": check the path of the address, \"" + url.path + "\", and the model."};
}

/// "invalid_request_error.invalid_model" -> "invalid_model".
std::string lastPart(std::string_view reason)
{
    return std::string(reason.substr(reason.rfind('.') == std::string_view::npos ? 0 : reason.rfind('.') + 1));
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

Error refused(int status, std::string_view body, const RefusalHeaders& headers,
              std::pair<ErrorCode, std::string> byStatus, const char* where)
{
    constexpr std::size_t longestRequestId = 200;
    auto upstream = upstreamError(body);
    auto [code, sentence] =
        refusalByCode(upstream, " (HTTP " + std::to_string(status) + ")").value_or(std::move(byStatus));
    return {code,
            std::move(sentence),
            where,
            std::move(upstream.code),
            std::move(upstream.message),
            redact(headers.requestId.substr(0, longestRequestId)),
            parseRetryAfter(headers.retryAfter,
                            std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()))};
}

} // namespace

std::string hostAndPort(const Url& url)
{
    const bool isIPv6 = url.host.find(':') != std::string::npos;
    return (isIPv6 ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
}

Error hostNotFound(std::string_view host)
{
    return {ErrorCode::dnsFailed,
            "The host \"" + std::string(host) + "\" was not found: check the address and the network connection.",
            "resolve"};
}

Error nameServersFailed(std::string_view host, std::string_view reason)
{
    return {ErrorCode::dnsFailed,
            "The address of \"" + std::string(host) + "\" could not be looked up (" + std::string(reason) +
                "): check the network connection and its name servers.",
            "resolve"};
}

Error nothingAnswers(const Url& url)
{
    return {ErrorCode::connectFailed,
            "Nothing answers at " + hostAndPort(url) + ": check that the service is running and the port is right.",
            "connect"};
}

Error unreachable(const Url& url, std::string_view reason)
{
    if (url.isLoopback())
        return {ErrorCode::connectFailed,
                hostAndPort(url) + " cannot be reached although it is on this machine (" + std::string(reason) +
                    "): bring its loopback interface up (ip link set lo up), and look at its firewall.",
                "connect"};
    return {ErrorCode::connectFailed,
            hostAndPort(url) + " cannot be reached (" + std::string(reason) +
                "): check the network connection and any firewall.",
            "connect"};
}

Error proxyUnreachable(const Proxy& proxy, const Error& problem)
{
    return {ErrorCode::proxyFailed,
            "The proxy at " + hostAndPort(proxy.url) + ", which " + proxy.variable +
                " names, cannot be reached: correct or unset the variable, or start the proxy.",
            problem.where, std::string(toString(problem.code)), problem.message};
}

Error proxyRefused(const Proxy& proxy, int httpStatus, const std::string& target)
{
    const auto name = "The proxy at " + hostAndPort(proxy.url);
    const auto http = " (HTTP " + std::to_string(httpStatus) + ")";
    auto sentence = name + " did not open a way to " + target + http + ": ask its owner, or list the host in NO_PROXY.";
    if (httpStatus == 407)
        sentence = name + " wants a user name and password that it accepts" + http + ": write them into " +
                   proxy.variable + ", as http://user:password@host:port.";
    else if (httpStatus == 403)
        sentence = name + " does not allow connections to " + target + http +
                   ": ask its owner to allow it, or list the host in NO_PROXY.";
    else if (httpStatus >= 500)
        sentence = name + " could not reach " + target + http + ": check the address, and whether the proxy is well.";
    return {ErrorCode::proxyFailed, std::move(sentence), "proxy", std::to_string(httpStatus)};
}

Error proxySpeaksNoHttp(const Proxy& proxy, std::string_view reason)
{
    return {ErrorCode::proxyFailed,
            "What answers at " + hostAndPort(proxy.url) + " is not an HTTP proxy (" + std::string(reason) +
                "): correct or unset " + proxy.variable + ".",
            "proxy"};
}

Error privateAddress(std::string_view host, std::string_view address)
{
    return {ErrorCode::invalidArgument,
            "The host \"" + std::string(host) + "\" leads into a private network (" + std::string(address) +
                "), which is not allowed here: use a public address.",
            "resolve"};
}

Error timedOut(std::string_view stage, std::chrono::milliseconds limit, const Url& url)
{
    const auto peer = hostAndPort(url);
    const auto time = describe(limit);
    std::string sentence;
    if (stage == "resolve")
        sentence = "Looking up \"" + url.host + "\" took longer than " + time +
                   ": check the network connection and its name servers.";
    else if (stage == "connect")
        sentence = "Connecting to " + peer + " took longer than " + time +
                   ": check the address, the network connection and any firewall.";
    else if (stage == "proxy")
        sentence = "The proxy at " + peer + " did not open a way within " + time +
                   ": check that a proxy listens there, or ask its owner.";
    else if (stage == "tls")
        sentence = "The TLS handshake with " + peer + " took longer than " + time +
                   ": check that a TLS service listens there.";
    else if (stage == "upgrade")
        sentence = "The service at " + peer + " did not open the WebSocket within " + time +
                   ": check that a realtime service listens there.";
    else if (stage == "write")
        sentence = "The service at " + peer + " took no data for " + time +
                   ": check the network connection and connect again.";
    else if (stage == "ping")
        sentence = "The service at " + peer + " did not answer a PING within " + time +
                   ": check the network connection and connect again.";
    else
        sentence = "The service at " + peer + " did not confirm the end of the session within " + time +
                   ", so the connection was dropped: nothing needs to be done.";
    return {ErrorCode::timeout, sentence, std::string(stage)};
}

Error upgradeRefused(int httpStatus, std::string_view body, const RefusalHeaders& headers, const Url& url)
{
    return refused(httpStatus, body, headers, refusal(httpStatus, url), "upgrade");
}

Error requestRefused(int httpStatus, std::string_view body, const RefusalHeaders& headers, const Url& url)
{
    auto byStatus = refusal(httpStatus, url);
    if (byStatus.first == ErrorCode::upgradeRejected)
        byStatus = {ErrorCode::requestRejected,
                    "The service at " + hostAndPort(url) + " refused the request (HTTP " + std::to_string(httpStatus) +
                        "): check the path of the address, \"" + url.path + "\", the model and the settings."};
    return refused(httpStatus, body, headers, std::move(byStatus), "response");
}

Error notAWebSocket(const Url& url, std::string_view reason)
{
    return {ErrorCode::upgradeRejected,
            "What answers at " + hostAndPort(url) + " does not speak WebSocket over " +
                (url.isSecure() ? "TLS" : "plain TCP") + " (" + std::string(reason) +
                "): check the port and whether the address must begin with ws:// or wss://.",
            "upgrade",
            {},
            std::string(reason)};
}

Error closedByPeer(std::uint16_t code, std::string_view reason)
{
    const auto words = redact(reason);
    if (code == 3000 && !contains(words, "invalid_api_key"))
        return {ErrorCode::unauthorized,
                "The service wants an API key that it accepts: set CODEX_API_KEY or OPENAI_API_KEY to one.", "close",
                lastPart(words), words};
    if (code == 3000)
        return {ErrorCode::unauthorized, "The service refused the API key: check that it is right and active.", "close",
                lastPart(words), words};
    if (code == 4000 && (contains(words, "invalid_model") || contains(words, "missing_model")))
        return {ErrorCode::modelUnavailable, "The service does not offer the model that was asked for: choose another.",
                "close", lastPart(words), words};
    if (code == 4000)
        return {ErrorCode::protocolIncompatible,
                "The service does not accept this form of the protocol: check its address and update Parley.", "close",
                lastPart(words), words};
    if (code == 1001 && (contains(words, "session_expired") || contains(words, "maximum duration")))
        return {ErrorCode::sessionExpired,
                "The session reached the longest time that the service allows: connect again to go on.", "close",
                "session_expired", words};
    return {ErrorCode::closedByServer,
            "The service closed the session (code " + std::to_string(code) + "): connect again to go on.",
            "close",
            {},
            words};
}

Error connectionLost(const Url& url, std::string_view reason)
{
    return {ErrorCode::closedByServer,
            "The connection to " + hostAndPort(url) + " was lost (" + std::string(reason) +
                "): check the network connection and connect again.",
            "read"};
}

Error messageTooBig(const Url& url, std::size_t limit)
{
    const auto mebibyte = std::size_t{1024} * 1024;
    const auto size =
        limit % mebibyte == 0 ? std::to_string(limit / mebibyte) + " MiB" : std::to_string(limit) + " bytes";
    return {ErrorCode::protocolIncompatible,
            "The service at " + hostAndPort(url) + " sent a message larger than " + size +
                ", so the session was closed: ask it for shorter answers.",
            "read"};
}

Error protocolBroken(const Url& url, std::string_view reason)
{
    return {ErrorCode::protocolIncompatible,
            "What answers at " + hostAndPort(url) + " broke the WebSocket protocol (" + std::string(reason) +
                "): check the address and anything between, such as a proxy.",
            "read"};
}

Error closedByUs()
{
    return {ErrorCode::cancelled, "The session was closed from this side: connect again when you need it.", "close"};
}

} // namespace parley::net
