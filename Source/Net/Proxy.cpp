// SPDX-License-Identifier: Apache-2.0
#include "Net/Proxy.h"

#include "Net/Detail/NoProxyList.h"

#include <boost/url/pct_string_view.hpp>
#include <openssl/evp.h>

#include <cstdlib>
#include <vector>

namespace parley::net
{
namespace
{

using Environment = std::function<std::optional<std::string>(const char* name)>;

std::string trimmed(const std::string& text)
{
    constexpr auto blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

ProxySettings::Address firstOf(const Environment& environment, std::initializer_list<const char*> variables)
{
    for (const auto* variable : variables)
        if (auto text = trimmed(environment(variable).value_or(std::string())); !text.empty())
            return {std::move(text), variable};
    return {};
}

/// Never with the address, which may hold a password.
Error unusable(const std::string& variable, std::string_view why)
{
    return {ErrorCode::invalidArgument,
            "The proxy that " + variable + " names cannot be used (" + std::string(why) +
                "): write it like http://host:port, or unset the variable.",
            "proxy"};
}

std::optional<std::string> percentDecoded(std::string_view text)
{
    const auto checked = boost::urls::make_pct_string_view({text.data(), text.size()});
    if (!checked)
        return std::nullopt;
    return checked->decode();
}

std::string base64(const std::string& text)
{
    std::vector<unsigned char> encoded(4 * ((text.size() + 2) / 3) + 1);
    const auto length = EVP_EncodeBlock(encoded.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()));
    return {encoded.begin(), encoded.begin() + length};
}

/// The value of Proxy-Authorization for user:password (RFC 7617).
std::optional<Secret> basicAuthorization(std::string_view userInfo)
{
    const auto colon = userInfo.find(':');
    const auto user = percentDecoded(userInfo.substr(0, colon));
    const auto password =
        percentDecoded(colon == std::string_view::npos ? std::string_view() : userInfo.substr(colon + 1));
    if (!user || !password || user->find(':') != std::string::npos)
        return std::nullopt;
    const Secret registered(*password);
    return Secret("Basic " + base64(*user + ":" + registered.reveal()));
}

Result<Proxy> parse(const ProxySettings::Address& address)
{
    constexpr std::size_t longestAddress = 4096;
    if (address.text.size() > longestAddress)
        return unusable(address.variable, "it is longer than 4096 bytes");
    std::string_view text = address.text;
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
    {
        const std::string name(text.substr(0, scheme));
        if (name.starts_with("socks") || name == "https")
            return unusable(address.variable, name + ":// proxies are not supported, http:// ones are");
        if (name != "http" && name != "HTTP")
            return unusable(address.variable, "it does not begin with http://");
        text.remove_prefix(scheme + 3);
    }
    Proxy proxy;
    proxy.variable = address.variable;
    const auto hostEnd = std::min(text.find_first_of("/?#"), text.size());
    if (const auto at = text.substr(0, hostEnd).rfind('@'); at != std::string_view::npos)
    {
        auto authorization = basicAuthorization(text.substr(0, at));
        if (!authorization)
            return unusable(address.variable, "its user name or password is not percent-encoded as it must be");
        proxy.authorization = std::move(*authorization);
        text.remove_prefix(at + 1);
    }
    auto url = Url::parse("http://" + std::string(text));
    if (!url)
        return unusable(address.variable, "it names no usable host and port");
    proxy.url = std::move(url).value();
    return proxy;
}

} // namespace

ProxySettings ProxySettings::fromEnvironment(const Environment& environment)
{
    ProxySettings settings;
    settings.secure = firstOf(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    settings.plain = firstOf(environment, {"http_proxy", "all_proxy", "ALL_PROXY"});
    settings.noProxy = firstOf(environment, {"no_proxy", "NO_PROXY"}).text;
    return settings;
}

ProxySettings ProxySettings::fromEnvironment()
{
    return fromEnvironment(
        [](const char* name) -> std::optional<std::string>
        {
            const auto* value = std::getenv(name);
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        });
}

Result<std::optional<Proxy>> ProxySettings::proxyFor(const Url& url) const
{
    const auto& address = url.isSecure() ? secure : plain;
    if (address.text.empty() || url.isLoopback() || isExcepted(url, noProxy))
        return std::optional<Proxy>();
    auto proxy = parse(address);
    if (!proxy)
        return proxy.error();
    return std::optional<Proxy>(std::move(proxy).value());
}

} // namespace parley::net
