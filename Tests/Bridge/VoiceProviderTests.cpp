// SPDX-License-Identifier: Apache-2.0
#include "Bridge/VoiceProvider.h"
#include "Support/VariableSet.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;

namespace
{

std::shared_ptr<const voice::VoiceService> found(ProviderSettings settings, const auth::Surroundings& surroundings)
{
    return resolveVoiceService(settings, Executor::shared(), surroundings).value();
}

const auto withKey = surroundingsWith({{"OPENAI_API_KEY", "key-of-a-test"}});

} // namespace

TEST_CASE("a pipeline's service is that of a live session, key and address alike")
{
    ProviderSettings settings;
    settings.provider = Provider::openAi;
    const auto service = found(settings, withKey);
    CHECK(service->base.toString() == "https://api.openai.com/v1");
    CHECK(service->socket.url.toString() == "wss://api.openai.com/v1/realtime");
    REQUIRE(net::findHeader(service->headers, "authorization") != nullptr);
    CHECK(*net::findHeader(service->headers, "authorization") == "Bearer key-of-a-test");
    const auto request = service->post("/audio/speech", "application/json", "{}");
    CHECK(request.url.toString() == "https://api.openai.com/v1/audio/speech");
}

TEST_CASE("a custom service is named by its base or by its realtime door")
{
    ProviderSettings settings;
    settings.provider = Provider::custom;
    for (const std::string url : {"http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/",
                                  "ws://127.0.0.1:8000/v1/realtime", "ws://127.0.0.1:8000/v1/realtime?model=m"})
    {
        settings.url = url;
        const auto service = found(settings, surroundingsWith({}));
        CHECK(service->base.toString() == "http://127.0.0.1:8000/v1");
        CHECK(service->socket.url.toString() == "ws://127.0.0.1:8000/v1/realtime");
    }
}

TEST_CASE("OPENAI_BASE_URL and Azure lead a pipeline, too")
{
    ProviderSettings settings;
    settings.provider = Provider::openAi;
    CHECK(found(settings, surroundingsWith({{"OPENAI_API_KEY", "key-of-a-test"},
                                            {"OPENAI_BASE_URL", "https://proxy.example/openai/v1"}}))
              ->base.toString() == "https://proxy.example/openai/v1");
    settings.provider = Provider::azure;
    settings.url = "name";
    const auto azure = found(settings, surroundingsWith({{"AZURE_OPENAI_API_KEY", "key-of-a-test"}}));
    CHECK(azure->base.toString() == "https://name.openai.azure.com/openai/v1");
    CHECK(net::findHeader(azure->headers, "api-key") != nullptr);
}

TEST_CASE("a provider is known by its name")
{
    CHECK(providerNamed("local") == Provider::local);
    CHECK(providerNamed("openai") == Provider::openAi);
    CHECK_FALSE(providerNamed("other"));
}

TEST_CASE("without a key a remote service is an error, never another service")
{
    ProviderSettings settings;
    settings.provider = Provider::openAi;
    const auto service = resolveVoiceService(settings, Executor::shared(), surroundingsWith({}));
    REQUIRE_FALSE(service);
    CHECK(service.error().code == ErrorCode::noApiKey);
}
