// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/Endpoints.h"

#include "Service/Http/ChatExchange.h"
#include "Service/Http/Models.h"
#include "Service/Http/SpeechExchange.h"
#include "Service/Http/TranscriptionExchange.h"
#include "Service/OriginRules.h"

#include <algorithm>
#include <array>

namespace parley::service
{
namespace
{

constexpr std::size_t kibibyte = 1024;
/// The live service takes files of 25 MB (its guide to speech to text); the form around them needs a little more.
constexpr std::size_t longestUpload = (std::size_t{25} * 1024 + 64) * kibibyte;
constexpr std::size_t longestChat = std::size_t{4} * 1024 * kibibyte;
constexpr std::string_view modelsPath = "/v1/models";

struct Entry
{
    std::string_view path;
    std::string_view method;
    Route route;
    bool needsKey = true;
};

constexpr std::array<Entry, 11> entries = {
    {{"/v1/realtime", "", {Endpoint::session, "realtime", 0}, false},
     {"/v1/realtime/client_secrets", "POST", {Endpoint::clientSecrets, "client_secrets", 512 * kibibyte}, true},
     {"/v1/audio/transcriptions", "POST", {Endpoint::transcriptions, "transcriptions", longestUpload}, true},
     {"/v1/audio/speech", "POST", {Endpoint::speech, "speech", 64 * kibibyte}, true},
     {"/v1/chat/completions", "POST", {Endpoint::chat, "chat", longestChat}, true},
     {modelsPath, "GET", {Endpoint::models, "models", 0}, true},
     {"/v1/models/", "GET", {Endpoint::models, "models", 0}, true},
     {"/healthz", "GET", {Endpoint::health, "healthz", 0}, false},
     {"/health", "GET", {Endpoint::health, "healthz", 0}, false},
     {"/metrics", "GET", {Endpoint::metrics, "metrics", 0}, true},
     {"/control/faults", "", {Endpoint::faults, "faults", 4 * kibibyte}, true}}};

std::string_view pathOf(const UpgradeRequest& request)
{
    return std::string_view(request.target).substr(0, request.target.find('?'));
}

bool matches(const Entry& entry, std::string_view path)
{
    return entry.path == path || (entry.path == "/v1/models/" && path.starts_with(entry.path));
}

std::variant<std::unique_ptr<Exchange>, PlainAnswer> answerModels(std::string_view path, std::int64_t now)
{
    if (path == modelsPath)
        return listModels(now);
    return describeModel(std::string(path.substr(modelsPath.size() + 1)), now);
}

/// An exchange of this kind for a request that can be read.
template <typename Made, typename Read, typename... More>
std::variant<std::unique_ptr<Exchange>, PlainAnswer> opened(std::variant<Read, PlainAnswer> read, More&&... more)
{
    if (auto* refused = std::get_if<PlainAnswer>(&read))
        return std::move(*refused);
    return std::make_unique<Made>(std::get<Read>(std::move(read)), std::forward<More>(more)...);
}

} // namespace

bool needsQuota(Endpoint endpoint) noexcept
{
    return endpoint == Endpoint::session || endpoint == Endpoint::clientSecrets ||
           endpoint == Endpoint::transcriptions || endpoint == Endpoint::speech || endpoint == Endpoint::chat;
}

std::variant<Route, PlainAnswer> findRoute(const UpgradeRequest& header, const Secret& key, const Openness& openness)
{
    if (auto fault = findFaultInOrigin(header.host, header.origin, openness.isLoopbackOnly))
        return refusePlainly(403, {"forbidden_origin", std::move(*fault), ""});
    const auto path = pathOf(header);
    const auto* found = std::ranges::find_if(entries, [&](const Entry& entry) { return matches(entry, path); });
    const bool isClosed =
        found != entries.end() && found->route.endpoint == Endpoint::faults && !openness.hasFaultControl;
    if (found == entries.end() || isClosed)
        return refusePlainly(404, {"unknown_url",
                                   "Unknown request URL: " + header.method + " " + std::string(path.substr(0, 200)) +
                                       ". See docs/local-service.md for what this service answers.",
                                   ""});
    if (header.method == "OPTIONS")
        return PlainAnswer{204, "", "", preflightHeaders(header.wantedHeaders)};
    if (!found->method.empty() && header.method != found->method)
    {
        auto refused = refusePlainly(
            405, {"method_not_supported", "Not allowed: use " + std::string(found->method) + " for this URL.", ""});
        refused.headers.emplace_back("Allow", found->method);
        return refused;
    }
    if (found->needsKey)
        if (const auto fault = findFaultInKey(header, key))
            return refusePlainly(401, *fault);
    return found->route;
}

std::variant<std::unique_ptr<Exchange>, PlainAnswer> openExchange(const Route& route, const UpgradeRequest& request,
                                                                  const EndpointContext& context)
{
    const EndpointRequest read{request.contentType, request.body};
    switch (route.endpoint)
    {
    case Endpoint::transcriptions:
        return opened<TranscriptionExchange>(readTranscriptionRequest(read));
    case Endpoint::speech:
        return opened<SpeechExchange>(readSpeechRequest(read));
    case Endpoint::chat:
        return opened<ChatExchange>(readChatRequest(read), context.ids, context.now);
    case Endpoint::models:
        return answerModels(pathOf(request), context.now);
    case Endpoint::metrics:
        return PlainAnswer{200, context.metrics(), "text/plain; version=0.0.4; charset=utf-8"};
    case Endpoint::health:
        return PlainAnswer{200, "ok\n"};
    case Endpoint::session:
    case Endpoint::clientSecrets:
    case Endpoint::faults:
        break;
    }
    return refusePlainly(500, {"internal", "This endpoint has no exchange.", "", "server_error"});
}

} // namespace parley::service
