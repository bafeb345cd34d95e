// SPDX-License-Identifier: Apache-2.0
#include "Service/ClientSecrets.h"

#include "Service/ClientEventShapes.h"
#include "Service/RandomKey.h"
#include "Service/SessionSettings.h"

#include <utility>

namespace parley::service
{
namespace
{

Shape bodyShape()
{
    auto anchor = Shape::of(Shape::Kind::string);
    anchor.values = {"created_at"};
    auto seconds = Shape::of(Shape::Kind::integer);
    seconds.minimum = static_cast<double>(ClientSecrets::shortestSeconds);
    seconds.maximum = static_cast<double>(ClientSecrets::longestSeconds);
    auto expiry = Shape::of(Shape::Kind::object);
    expiry.fields = {{"anchor", anchor}, {"seconds", seconds}};
    auto session = clientEventShapes().at("session.update").fields.at("session");
    session.isRequired = false;
    auto body = Shape::of(Shape::Kind::object);
    body.fields = {{"expires_after", expiry.nullable()}, {"session", session.nullable()}};
    return body;
}

/// Takes undeclared nulls out of the body.
std::optional<Rejection> findFaultInBody(Json& body)
{
    static const auto shape = bodyShape();
    if (!body.is_object())
        return Rejection{"invalid_json", "The body must be a JSON object.", ""};
    dropUndeclaredNulls(body, shape);
    return findFault(body, shape, "");
}

Json objectAt(const Json& body, const char* name)
{
    const auto found = body.find(name);
    return found == body.end() || found->is_null() ? Json::object() : *found;
}

bool isTranscription(const Json& session)
{
    return session.value("type", std::string()) == "transcription";
}

} // namespace

ClientSecrets::ClientSecrets(std::uint64_t seed)
    : ids(seed)
{
}

std::variant<Json, Rejection> ClientSecrets::mint(Json body, std::int64_t now)
{
    if (const auto fault = findFaultInBody(body))
        return *fault;
    const auto wanted = objectAt(body, "session");
    const auto expiresAt = now + objectAt(body, "expires_after").value("seconds", usualSeconds);
    SessionSettings settings(ids.next("sess"), wanted.value("model", std::string(usualModel)), expiresAt,
                             isTranscription(wanted));
    if (const auto fault = settings.update(wanted, false))
        return *fault;
    std::erase_if(entries, [&](const auto& entry) { return entry.second.expiresAt <= now; });
    if (entries.size() >= capacity)
        return Rejection{"rate_limit_exceeded", "Too many client secrets are valid: wait until one expires.", "",
                         "rate_limit_error"};
    const auto key = makeRandomKey("ek_");
    if (!key)
        return Rejection{"", key.error().message, "", "server_error"};
    entries.emplace(digestOf(key.value()), Entry{expiresAt, wanted});
    return Json{{"value", key.value()}, {"expires_at", expiresAt}, {"session", settings.described()}};
}

std::optional<Json> ClientSecrets::settingsFor(std::string_view key, std::int64_t now) const
{
    const auto found = entries.find(digestOf(key));
    if (found == entries.end() || found->second.expiresAt <= now)
        return std::nullopt;
    return found->second.settings;
}

} // namespace parley::service
