// SPDX-License-Identifier: Apache-2.0
#include "Net/Url.h"

#include "Base/Log.h"

#include <boost/asio/ip/address.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>

namespace parley::net
{
namespace
{

Error invalid(std::string_view text, std::string_view why)
{
    return {ErrorCode::invalidArgument,
            "The address \"" + redact(text) + "\" cannot be used (" + std::string(why) +
                "): write it like wss://host/path.",
            "address"};
}

std::uint16_t defaultPort(std::string_view scheme)
{
    return scheme == "wss" || scheme == "https" ? 443 : 80;
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter; });
    return lower;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool isHostName(std::string_view host)
{
    return !host.empty() && std::all_of(host.begin(), host.end(),
                                        [](char letter)
                                        {
                                            return (letter >= 'a' && letter <= 'z') ||
                                                   (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' ||
                                                   letter == '_';
                                        });
}

bool isIPv6(const std::string& host)
{
    return host.find(':') != std::string::npos;
}

} // namespace

Result<Url> Url::parse(std::string_view text)
{
    text = trimmed(text);
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return invalid(text, "it is not a complete address");
    Url url;
    url.scheme = lowerCase(parsed->scheme());
    if (url.scheme != "ws" && url.scheme != "wss" && url.scheme != "http" && url.scheme != "https")
        return invalid(text, "it must begin with ws, wss, http or https");
    if (parsed->has_userinfo())
        return invalid(text, "a user name or password does not belong into it");
    url.host = lowerCase(parsed->host_address());
    if (parsed->host_type() != boost::urls::host_type::ipv6 && !isHostName(url.host))
        return invalid(text, "it names no usable host");
    // Boost 1.81 ends a host that begins like an IPv4 address behind that, and takes the rest for the path.
    if (!parsed->encoded_path().empty() && parsed->encoded_path().front() != '/')
        return invalid(text, "its host goes on after an address");
    url.port = defaultPort(url.scheme);
    if (const auto port = parsed->port(); !port.empty())
    {
        const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (problem != std::errc() || end != port.data() + port.size() || url.port == 0)
            return invalid(text, "the port must lie between 1 and 65535");
    }
    if (!parsed->encoded_path().empty())
        url.path = std::string(parsed->encoded_path());
    url.query = std::string(parsed->encoded_query());
    return url;
}

bool Url::isLoopback() const
{
    boost::system::error_code notAnAddress;
    const auto address = boost::asio::ip::make_address(host, notAnAddress);
    return notAnAddress ? host == "localhost" : address.is_loopback();
}

std::string Url::target() const
{
    return query.empty() ? path : path + "?" + query;
}

std::string Url::authority() const
{
    const auto name = isIPv6(host) ? "[" + host + "]" : host;
    return port == defaultPort(scheme) ? name : name + ":" + std::to_string(port);
}

std::string Url::toString() const
{
    return scheme + "://" + authority() + target();
}

void Url::addQuery(std::string_view name, std::string_view value)
{
    if (hasQuery(name))
        return;
    const auto encoded = [](std::string_view text) {
        return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
    };
    if (!query.empty())
        query += '&';
    query += encoded(name) + "=" + encoded(value);
}

bool Url::hasQuery(std::string_view name) const
{
    const auto parameters = boost::urls::parse_query(query);
    return parameters && std::any_of(parameters->begin(), parameters->end(),
                                     [&](const auto& parameter) { return parameter.key.decode() == name; });
}

} // namespace parley::net
