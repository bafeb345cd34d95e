// SPDX-License-Identifier: Apache-2.0
#include "Net/Proxy.h"

#include <catch2/catch.hpp>

#include <map>

using namespace parley;
using namespace parley::net;
using Catch::Matchers::Contains;

namespace
{

ProxySettings settingsOf(std::map<std::string, std::string> variables)
{
    return ProxySettings::fromEnvironment(
        [variables = std::move(variables)](const char* name) -> std::optional<std::string>
        {
            const auto at = variables.find(name);
            return at == variables.end() ? std::nullopt : std::optional(at->second);
        });
}

/// "host:port", or "direct".
std::string wayTo(const std::string& address, const ProxySettings& settings)
{
    const auto proxy = settings.proxyFor(Url::parse(address).value()).value();
    return proxy ? proxy->url.host + ":" + std::to_string(proxy->url.port) : "direct";
}

bool isExcepted(const std::string& address, const std::string& noProxy)
{
    return wayTo(address, settingsOf({{"all_proxy", "http://p:1"}, {"no_proxy", noProxy}})) == "direct";
}

Error errorOf(const std::string& proxy)
{
    const auto chosen = settingsOf({{"HTTPS_PROXY", proxy}}).proxyFor(Url::parse("wss://service.example").value());
    REQUIRE_FALSE(chosen);
    return chosen.error();
}

} // namespace

TEST_CASE("without proxy variables, or with blank ones, every connection is direct")
{
    CHECK(wayTo("wss://service.example", {}) == "direct");
    CHECK(wayTo("wss://service.example", settingsOf({{"HTTPS_PROXY", "  "}, {"all_proxy", ""}})) == "direct");
    CHECK(wayTo("https://service.example", settingsOf({{"https_proxy", " "}, {"ALL_PROXY", "p:1"}})) == "p:1");
}

TEST_CASE("each kind of address goes through the proxy of its variable")
{
    const auto both = settingsOf({{"HTTPS_PROXY", "http://secure:1"}, {"http_proxy", "http://plain:2"}});
    CHECK(wayTo("wss://service.example", both) == "secure:1");
    CHECK(wayTo("https://service.example", both) == "secure:1");
    CHECK(wayTo("ws://service.example", both) == "plain:2");
    CHECK(wayTo("http://service.example", both) == "plain:2");
    const auto all = settingsOf({{"ALL_PROXY", "http://any:3"}, {"https_proxy", "small:4"}, {"HTTPS_PROXY", "big:5"}});
    CHECK(wayTo("ws://service.example", all) == "any:3");
    CHECK(wayTo("wss://service.example", all) == "small:4");
}

TEST_CASE("HTTP_PROXY in capitals is not believed, because whoever asks a CGI program sets it")
{
    CHECK(wayTo("http://service.example", settingsOf({{"HTTP_PROXY", "http://evil:1"}})) == "direct");
}

TEST_CASE("this machine is never reached through a proxy")
{
    const auto all = settingsOf({{"ALL_PROXY", "http://any:3"}});
    for (const auto* address : {"ws://localhost:9", "wss://127.0.0.1", "ws://127.8.9.1:80", "http://[::1]:5"})
        CHECK(wayTo(address, all) == "direct");
    CHECK(wayTo("ws://localhost.example", all) == "any:3");
}

TEST_CASE("NO_PROXY lists names with all below them, at the border of a label")
{
    CHECK(isExcepted("wss://service.example", "other, service.example"));
    CHECK(isExcepted("wss://Deep.Service.example", "SERVICE.example"));
    CHECK(isExcepted("wss://deep.service.example", ".service.example"));
    CHECK(isExcepted("wss://service.example", "*.service.example"));
    CHECK(isExcepted("wss://service.example", "a b\tservice.example."));
    CHECK_FALSE(isExcepted("wss://myservice.example", "service.example"));
    CHECK_FALSE(isExcepted("wss://service.example.org", "service.example"));
    CHECK_FALSE(isExcepted("wss://service.example", ". , ,,"));
    CHECK(isExcepted("wss://anything.at.all", "x, *"));
}

TEST_CASE("NO_PROXY lists ports, addresses and networks")
{
    CHECK(isExcepted("wss://service.example:8443", "service.example:8443"));
    CHECK_FALSE(isExcepted("wss://service.example", "service.example:8443"));
    CHECK(isExcepted("wss://service.example", "service.example:443"));
    CHECK(isExcepted("wss://10.1.2.3", "10.0.0.0/8"));
    CHECK_FALSE(isExcepted("wss://11.1.2.3", "10.0.0.0/8"));
    CHECK(isExcepted("wss://10.1.2.3:99", "10.1.2.3:99"));
    CHECK_FALSE(isExcepted("wss://110.1.2.3", "10.1.2.3"));
    CHECK(isExcepted("wss://[fd00::1]", "fd00::/8"));
    CHECK(isExcepted("wss://[fd00::1]:7", "[fd00::1]:7"));
    CHECK(isExcepted("wss://[fd00::1]", "fd00::1"));
    CHECK_FALSE(isExcepted("wss://10.1.2.3", "10.0.0.0/99, 10.0.0.0/x"));
}

TEST_CASE("a proxy's user and password are percent-decoded and sent as Basic")
{
    const auto settings = settingsOf({{"HTTPS_PROXY", "http://Aladdin:open%20sesame@proxy.example:3128/"}});
    const auto proxy = settings.proxyFor(Url::parse("wss://service.example").value()).value();
    REQUIRE(proxy);
    CHECK(proxy->url.host == "proxy.example");
    CHECK(proxy->url.port == 3128);
    CHECK(proxy->authorization.reveal() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(wayTo("wss://service.example", settingsOf({{"HTTPS_PROXY", "http://u@ser:p@proxy:1"}})) == "proxy:1");
}

TEST_CASE("a password of a proxy is removed from everything that is logged")
{
    const auto settings = settingsOf({{"HTTPS_PROXY", "http://someone:Tell-Nobody-7@proxy.example:3128"}});
    REQUIRE(settings.proxyFor(Url::parse("wss://service.example").value()));
    CHECK(redact("it is Tell-Nobody-7!").find("Tell-Nobody-7") == std::string::npos);
}

TEST_CASE("a proxy of another kind is an error that names the variable and no password")
{
    for (const auto* proxy :
         {"https://u:hidden-word@proxy.example:1", "socks5://u:hidden-word@proxy.example:1",
          "ftp://u:hidden-word@proxy.example", "http://u:hidden-word@", "http://u:hidden%zzword@p:1",
          "http://u:hidden-word@proxy:99999", "http://u:hidden-word@a b:1"})
    {
        const auto error = errorOf(proxy);
        CHECK(error.code == ErrorCode::invalidArgument);
        CHECK_THAT(error.message, Contains("HTTPS_PROXY"));
        CHECK_THAT(error.describe(), !Contains("hidden"));
    }
}
