// SPDX-License-Identifier: Apache-2.0
#include "Service/OriginRules.h"

#include "Service/SpokenWords.h"

#include <algorithm>

namespace parley::service
{
namespace
{

std::string_view withoutScheme(std::string_view text)
{
    const auto scheme = text.find("://");
    return scheme == std::string_view::npos ? text : text.substr(scheme + 3);
}

/// Without port and brackets.
std::string_view hostOf(std::string_view authority)
{
    const auto name = withoutScheme(authority);
    if (name.starts_with('['))
        return name.substr(1, name.find(']') - 1);
    return name.substr(0, name.find(':'));
}

bool isLoopbackAddress(std::string_view host)
{
    const auto isOfAddress = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return host == "::1" || (host.starts_with("127.") && std::ranges::all_of(host, isOfAddress));
}

/// A list of names of header fields (RFC 9110, 5.6.2), short enough to be given back.
bool isListOfHeaders(std::string_view text)
{
    constexpr std::size_t longest = 1024;
    constexpr std::string_view others = "!#$%&'*+-.^_`|~, ";
    const auto isOfList = [&](char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    };
    return text.size() <= longest && std::ranges::all_of(text, isOfList);
}

} // namespace

bool isLoopbackName(std::string_view authority)
{
    const auto host = lowerCase(hostOf(authority));
    return host == "localhost" || host.ends_with(".localhost") || isLoopbackAddress(host);
}

std::optional<std::string> findFaultInOrigin(const std::optional<std::string>& host,
                                             const std::optional<std::string>& origin, bool isLoopbackOnly)
{
    if (isLoopbackOnly && host.has_value() && !isLoopbackName(*host))
        return "This service answers under the names of this machine only: ask 127.0.0.1 or localhost.";
    if (!origin.has_value() || isLoopbackName(*origin))
        return std::nullopt;
    if (host.has_value() && lowerCase(withoutScheme(*origin)) == lowerCase(*host))
        return std::nullopt;
    return "Pages of other sites may not use this service: ask from a page of this machine, or from a program.";
}

net::Headers headersForPage(const std::optional<std::string>& host, const std::optional<std::string>& origin,
                            bool isLoopbackOnly)
{
    const auto isVisible = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!origin.has_value() || !std::ranges::all_of(*origin, isVisible) ||
        findFaultInOrigin(host, origin, isLoopbackOnly).has_value())
        return {};
    return {{"Access-Control-Allow-Origin", *origin},
            {"Vary", "Origin"},
            {"Access-Control-Expose-Headers", "x-request-id"}};
}

net::Headers preflightHeaders(const std::optional<std::string>& wanted)
{
    net::Headers headers = {{"Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"},
                            {"Access-Control-Max-Age", "600"}};
    if (wanted.has_value() && isListOfHeaders(*wanted))
        headers.emplace_back("Access-Control-Allow-Headers", *wanted);
    return headers;
}

} // namespace parley::service
