// SPDX-License-Identifier: Apache-2.0
#include "Service/Admission.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>
#include <string_view>

namespace parley::service
{
namespace
{

constexpr std::string_view sessionPath = "/v1/realtime";

/// Digests have one length, so that not even the key's length shows in the time taken.
std::array<unsigned char, SHA256_DIGEST_LENGTH> digest(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> result{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), result.data());
    return result;
}

bool isKey(std::string_view given, const Secret& key)
{
    const auto left = digest(given);
    const auto right = digest(key.reveal());
    return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

/// What was given as key; nothing when no header gives one.
std::optional<std::string> givenKey(const UpgradeRequest& request)
{
    if (request.apiKey.has_value())
        return request.apiKey;
    constexpr std::string_view scheme = "bearer ";
    if (!request.authorization.has_value() || request.authorization->size() < scheme.size())
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

Admission admitSession(const UpgradeRequest& request, std::string_view query, const Secret& key)
{
    const auto given = givenKey(request);
    if (!given.has_value())
        return refuse(3000, "", "Missing bearer or basic authentication in header");
    if (!isKey(*given, key))
        return refuse(3000, "invalid_api_key",
                      "Incorrect API key provided. Use the key that this service was started with.");
    if (request.hasBetaHeader)
        return refuse(4000, "beta_api_shape_disabled",
                      "The beta shape of the Realtime API is not supported: do not send the header OpenAI-Beta.");
    const auto model = queryValue(query, "model");
    if (!model.has_value())
        return refuse(4000, "missing_model", "You must provide a model parameter, for instance ?model=gpt-realtime.");
    if (model->empty() || model->starts_with("no-such"))
        return refuse(4000, "invalid_model",
                      "The model '" + *model + "' does not exist or you do not have access to it.");
    return Admitted{*model};
}

} // namespace

Admission admit(const UpgradeRequest& request, const Secret& key)
{
    const std::string_view target = request.target;
    const auto path = target.substr(0, target.find('?'));
    const auto query = target.substr(std::min(target.size(), path.size() + 1));
    if (path == "/health")
        return PlainAnswer{200, "ok\n"};
    if (path != sessionPath)
        return PlainAnswer{404, "Not found: sessions are at /v1/realtime.\n"};
    if (!request.isUpgrade)
        return PlainAnswer{426, "Sessions need a WebSocket: connect with ws:// to /v1/realtime.\n"};
    return admitSession(request, query, key);
}

} // namespace parley::service
