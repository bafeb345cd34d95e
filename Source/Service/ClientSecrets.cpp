// SPDX-License-Identifier: Apache-2.0
#include "Service/ClientSecrets.h"

#include "Service/ClientEventShapes.h"
#include "Service/SealedText.h"
#include "Service/SessionSettings.h"

#include <utility>

namespace parley::service
{
namespace
{

constexpr std::string_view prefix = "ek_";

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

ClientSecrets::ClientSecrets(std::uint64_t seed, const Secret& serviceKey)
    : ids(seed)
    , sealKey(digestOf("client secrets of " + serviceKey.reveal()))
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
    auto kept = Json{{"expires_at", expiresAt}, {"session", wanted}}.dump();
    if (kept.size() > mostSettingsBytes)
        return Rejection{"string_above_max_length",
                         "The settings are too large for a client secret (8 KiB): send the rest with session.update.",
                         "session"};
    const auto sealed = seal(sealKey, kept);
    if (!sealed)
        return Rejection{"", sealed.error().message, "", "server_error"};
    return Json{
        {"value", std::string(prefix) + sealed.value()}, {"expires_at", expiresAt}, {"session", settings.described()}};
}

std::optional<Json> ClientSecrets::settingsFor(std::string_view key, std::int64_t now) const
{
    if (!key.starts_with(prefix))
        return std::nullopt;
    const auto opened = unseal(sealKey, key.substr(prefix.size()));
    if (!opened)
        return std::nullopt;
    auto kept = Json::parse(*opened, nullptr, false);
    if (!kept.is_object() || kept.value("expires_at", std::int64_t{0}) <= now)
        return std::nullopt;
    return kept.value("session", Json::object());
}

} // namespace parley::service
