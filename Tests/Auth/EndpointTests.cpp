// SPDX-License-Identifier: Apache-2.0
#include "Auth/Endpoint.h"
#include "Support/VariableSet.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::auth;
using namespace parley::test;
using Catch::Matchers::Contains;

namespace
{

const auto bare = surroundingsWith({});

std::string openAi(const std::string& baseUrl, const EndpointExtras& extras = {})
{
    const auto surroundings = surroundingsWith({{"OPENAI_BASE_URL", baseUrl}});
    return endpointUrl({ServiceKind::openAi, "", "m 1", extras}, surroundings).value().toString();
}

std::string azure(const std::string& url, const Surroundings& surroundings = bare)
{
    return endpointUrl({ServiceKind::azure, url, "my-deployment", {}}, surroundings).value().toString();
}

std::string custom(const std::string& url, const EndpointExtras& extras = {})
{
    return endpointUrl({ServiceKind::custom, url, "m", extras}, bare).value().toString();
}

/// The header's value, or "none".
std::string header(const net::Headers& headers, const std::string& name)
{
    const auto* value = net::findHeader(headers, name);
    return value == nullptr ? "none" : *value;
}

struct Case
{
    EndpointRequest request{ServiceKind::openAi, "", "m", {}};
    std::string url = "wss://service.example/v1/realtime";
    Surroundings surroundings = bare;

    [[nodiscard]] Result<net::Headers> headers() const
    {
        return endpointHeaders(request, net::Url::parse(url).value(), ApiKey{Secret("key-of-a-test"), "test"},
                               surroundings);
    }

    [[nodiscard]] std::string value(const std::string& name) const { return header(headers().value(), name); }
};

} // namespace

TEST_CASE("OPENAI_BASE_URL leads OpenAI elsewhere, with its own scheme, path and query")
{
    CHECK(openAi("") == "wss://api.openai.com/v1/realtime?model=m%201");
    CHECK(openAi("  ") == "wss://api.openai.com/v1/realtime?model=m%201");
    CHECK(openAi(" https://gate.example/openai/v1/ ") == "wss://gate.example/openai/v1/realtime?model=m%201");
    CHECK(openAi("http://127.0.0.1:8000") == "ws://127.0.0.1:8000/realtime?model=m%201");
    CHECK(openAi("https://gate.example/v1?tenant=7") == "wss://gate.example/v1/realtime?tenant=7&model=m%201");
    CHECK(openAi("https://gate.example/v1?model=theirs") == "wss://gate.example/v1/realtime?model=theirs");
    CHECK(openAi("wss://gate.example/v1/realtime") == "wss://gate.example/v1/realtime?model=m%201");
}

TEST_CASE("an OPENAI_BASE_URL that is no address is told by its name")
{
    const auto url =
        endpointUrl({ServiceKind::openAi, "", "m", {}}, surroundingsWith({{"OPENAI_BASE_URL", "gate.example/v1"}}));
    REQUIRE_FALSE(url);
    CHECK(url.error().code == ErrorCode::invalidArgument);
    CHECK_THAT(url.error().describe(), Contains("OPENAI_BASE_URL"));
}

TEST_CASE("a call is joined by its id, and no model is named")
{
    EndpointExtras extras;
    extras.callId = "rtc_1";
    CHECK(openAi("", extras) == "wss://api.openai.com/v1/realtime?call_id=rtc_1");
    CHECK(custom("wss://service.example/v1", extras) == "wss://service.example/v1?call_id=rtc_1");
}

TEST_CASE("a custom address keeps its path and query, and gets a model only where it has none")
{
    CHECK(custom("wss://service.example/any") == "wss://service.example/any?model=m");
    CHECK(custom("wss://service.example/any?model=own&x=1") == "wss://service.example/any?model=own&x=1");
    CHECK(custom("wss://service.example/any?call_id=c") == "wss://service.example/any?call_id=c");
    CHECK_FALSE(endpointUrl({ServiceKind::custom, "https://service.example", "m", {}}, bare));
}

TEST_CASE("Azure is found by the resource's name, its host or its address")
{
    const std::string full = "wss://mine.openai.azure.com/openai/v1/realtime?model=my-deployment";
    CHECK(azure("mine") == full);
    CHECK(azure("mine.openai.azure.com") == full);
    CHECK(azure("https://mine.openai.azure.com/") == full);
    CHECK(azure("https://mine.openai.azure.com/openai/v1/") == full);
    CHECK(azure(full) == full);
    CHECK(azure("", surroundingsWith({{"AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com"}})) == full);
    const std::string preview = "wss://mine.openai.azure.com/openai/realtime?api-version=1&deployment=d";
    CHECK(azure(preview) == preview);
    const auto unnamed = endpointUrl({ServiceKind::azure, " ", "d", {}}, bare);
    REQUIRE_FALSE(unnamed);
    CHECK_THAT(unnamed.error().message, Contains("AZURE_OPENAI_ENDPOINT"));
}

TEST_CASE("the key goes into Authorization, and for Azure into api-key, but a token always into Authorization")
{
    Case openAiCase;
    CHECK(openAiCase.value("Authorization") == "Bearer key-of-a-test");
    CHECK(openAiCase.value("OpenAI-Beta") == "none");
    Case azureCase;
    azureCase.request.kind = ServiceKind::azure;
    CHECK(azureCase.value("api-key") == "key-of-a-test");
    CHECK(azureCase.value("Authorization") == "none");
    const ApiKey token{Secret("ek_token-of-a-test"), "test", true};
    const auto headers =
        endpointHeaders(azureCase.request, net::Url::parse(azureCase.url).value(), token, bare).value();
    CHECK(header(headers, "Authorization") == "Bearer ek_token-of-a-test");
    CHECK(header(headers, "api-key") == "none");
}

TEST_CASE("organization, project and safety identifier are sent when set, from the environment only to OpenAI")
{
    Case made;
    CHECK(made.value("OpenAI-Organization") == "none");
    made.surroundings = surroundingsWith({{"OPENAI_ORG_ID", " org-env "}, {"OPENAI_PROJECT_ID", "proj-env"}});
    CHECK(made.value("openai-organization") == "org-env");
    CHECK(made.value("openai-project") == "proj-env");
    CHECK(made.value("openai-safety-identifier") == "none");
    made.request.extras.organization = "org-option";
    made.request.extras.safetyIdentifier = "hash-of-a-person";
    CHECK(made.value("openai-organization") == "org-option");
    CHECK(made.value("openai-safety-identifier") == "hash-of-a-person");
    made.request.kind = ServiceKind::custom;
    CHECK(made.value("openai-project") == "none");
    CHECK(made.value("openai-organization") == "org-option");
}

TEST_CASE("extra headers replace any of ours in any case of letters, and one without a value removes it")
{
    Case made;
    made.request.extras.organization = "org";
    made.request.extras.headers = {
        {"authorization", "Custom scheme"}, {"OPENAI-ORGANIZATION", std::nullopt}, {"X-Trace", "7"}};
    CHECK(made.headers().value().size() == 2);
    CHECK(made.value("Authorization") == "Custom scheme");
    CHECK(made.value("X-Trace") == "7");
    CHECK(bringsCredential(made.request));
    made.request.extras.headers = {{"Authorization", std::nullopt}};
    CHECK(made.value("Authorization") == "none");
    CHECK(bringsCredential(made.request));
}

TEST_CASE("a header that would smuggle in another one is refused, without its value")
{
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"X-Mine", "a\r\nX-Theirs: secret-word"},
                                      {"X-Mine", "a\nsecret-word"},
                                      {"X-Mine: a\r\nX-Theirs", "secret-word"},
                                      {"", "secret-word"}})
    {
        Case made;
        made.request.extras.headers = {{name, value}};
        const auto headers = made.headers();
        REQUIRE_FALSE(headers);
        CHECK(headers.error().code == ErrorCode::invalidArgument);
        CHECK_THAT(headers.error().describe(), !Contains("secret-word"));
    }
    Case organization;
    organization.request.extras.organization = "org\r\nX-Theirs: b";
    CHECK(organization.headers().error().code == ErrorCode::invalidArgument);
}

TEST_CASE("headers of the connection itself are refused")
{
    for (const auto* name : {"Connection", "upgrade", "Sec-WebSocket-Key", "Content-Length", "OpenAI-Beta"})
    {
        Case made;
        made.request.extras.headers = {{name, "x"}};
        CHECK(made.headers().error().code == ErrorCode::invalidArgument);
    }
}

TEST_CASE("no credential reaches another machine unencrypted, however it is given")
{
    Case made;
    made.url = "ws://service.example/v1/realtime";
    CHECK(made.value("Authorization") == "none");
    for (const auto* name : {"Authorization", "api-key", "X-Api-Key", "Cookie", "X-Auth-Token"})
    {
        made.request.extras.headers = {{name, "credential-of-a-test"}};
        CHECK(made.headers().error().code == ErrorCode::invalidArgument);
    }
    made.request.extras.headers = {{"Authorization", std::nullopt}, {"X-Trace", "1"}};
    CHECK(made.headers());
    made.url = "ws://localhost:1/v1/realtime";
    made.request.extras.headers = {};
    CHECK(made.value("Authorization") == "Bearer key-of-a-test");
}

TEST_CASE("the other doors of a service stand beside its realtime one")
{
    const auto base = [](const std::string& url) { return restBase(net::Url::parse(url).value()).toString(); };
    CHECK(base("wss://api.openai.com/v1/realtime?model=m") == "https://api.openai.com/v1");
    CHECK(base("ws://127.0.0.1:8000/v1/realtime") == "http://127.0.0.1:8000/v1");
    CHECK(base("wss://name.openai.azure.com/openai/v1/realtime?model=m&api-version=preview&x=y") ==
          "https://name.openai.azure.com/openai/v1?api-version=preview");
    CHECK(base("wss://service.example/other") == "https://service.example/other");
}
