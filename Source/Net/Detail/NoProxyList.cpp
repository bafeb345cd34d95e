// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/NoProxyList.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>

namespace parley::net
{
namespace
{

namespace ip = boost::asio::ip;

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter; });
    return lower;
}

std::string_view withoutDot(std::string_view name)
{
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return name;
}

bool isInNetwork(const ip::address& address, std::string_view network)
{
    boost::system::error_code problem;
    if (address.is_v4())
    {
        const auto range = ip::make_network_v4(std::string(network), problem);
        return !problem && ip::make_network_v4(address.to_v4(), range.prefix_length()).canonical() == range.canonical();
    }
    const auto range = ip::make_network_v6(std::string(network), problem);
    return !problem && ip::make_network_v6(address.to_v6(), range.prefix_length()).canonical() == range.canonical();
}

/// Takes ":port" or "[...]:port" apart; false when the entry is for another port.
bool takePort(std::string_view& entry, std::uint16_t port)
{
    const auto colon = entry.rfind(':');
    const bool isBracketed = entry.starts_with('[');
    const bool hasPort = colon != std::string_view::npos &&
                         (isBracketed ? colon > 0 && entry[colon - 1] == ']' : entry.find(':') == colon);
    if (hasPort)
    {
        if (entry.substr(colon + 1) != std::to_string(port))
            return false;
        entry = entry.substr(0, colon);
    }
    if (isBracketed && entry.ends_with(']'))
        entry = entry.substr(1, entry.size() - 2);
    return true;
}

bool isAddress(std::string_view entry, const ip::address& address)
{
    if (entry.find('/') != std::string_view::npos)
        return isInNetwork(address, entry);
    boost::system::error_code notAnAddress;
    const auto named = ip::make_address(std::string(entry), notAnAddress);
    return !notAnAddress && named == address;
}

/// The name itself, or one below it.
bool isNameOrBelow(std::string_view entry, std::string_view host)
{
    if (entry.starts_with("*."))
        entry.remove_prefix(1);
    if (entry.starts_with('.'))
        entry.remove_prefix(1);
    entry = withoutDot(entry);
    if (entry.empty() || !host.ends_with(entry))
        return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

bool isExcepted(const Url& url, std::string_view list)
{
    constexpr std::string_view separators = ", \t\r\n";
    boost::system::error_code notAnAddress;
    const auto address = ip::make_address(url.host, notAnAddress);
    for (auto at = list.find_first_not_of(separators); at != std::string_view::npos;
         at = list.find_first_not_of(separators, at))
    {
        const auto end = std::min(list.find_first_of(separators, at), list.size());
        const auto lower = lowerCase(list.substr(at, end - at));
        at = end;
        if (lower == "*")
            return true;
        std::string_view entry = lower;
        if (!takePort(entry, url.port))
            continue;
        if (notAnAddress ? isNameOrBelow(entry, withoutDot(url.host)) : isAddress(entry, address))
            return true;
    }
    return false;
}

} // namespace parley::net
