// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpClient.h"
#include "Service/Service.h"
#include "Support/ServiceClient.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace parley;
using namespace parley::service;
using Json = nlohmann::json;

namespace
{

constexpr auto* target = "/v1/realtime?model=gpt-realtime";

std::unique_ptr<Service> startWith(ServiceOptions options)
{
    options.key = Secret("test-key-of-service");
    auto started = Service::start(std::move(options));
    return started ? std::move(started).value() : nullptr;
}

ServiceClient::Headers withKey()
{
    return {{"Authorization", "Bearer test-key-of-service"}};
}

#define PARLEY_NEED_MODEL(service)                                                                                     \
    if ((service) == nullptr)                                                                                          \
    PARLEY_SKIP("needs the Debian package pocketsphinx-en-us")

} // namespace

TEST_CASE("over TLS the service shows its certificate, and only who trusts it gets in")
{
    auto made = makeSelfSignedCertificate("studio.example");
    REQUIRE(made);
    const auto file = std::filesystem::temp_directory_path() / "parley-service-certificate.pem";
    std::ofstream(file) << made.value().chainPem;
    ServiceOptions options;
    options.certificate = made.value();
    const auto service = startWith(options);
    PARLEY_NEED_MODEL(service);
    CHECK(service->url().starts_with("wss://127.0.0.1:"));
    const auto executor = Executor::shared();
    const net::HttpRequest request{"GET",
                                   net::Url::parse(service->baseUrl() + "/models").value(),
                                   {{"Authorization", "Bearer test-key-of-service"}}};
    net::HttpOptions trusting;
    trusting.trust.bundlePath = file.string();
    const auto answer = net::fetch(*executor, request, trusting);
    INFO((answer ? "" : answer.error().describe()));
    REQUIRE(answer);
    CHECK(answer.value().status == 200);
    const auto refused = net::fetch(*executor, request, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::tlsFailed);
    std::filesystem::remove(file);
}

TEST_CASE("a certificate without its key, and an address beyond this machine without a key, start no service")
{
    auto certificate = makeSelfSignedCertificate("").value();
    certificate.privateKeyPem = makeSelfSignedCertificate("").value().privateKeyPem;
    ServiceOptions mixed;
    mixed.certificate = certificate;
    const auto unfit = Service::start(mixed);
    REQUIRE_FALSE(unfit);
    ServiceOptions open;
    open.address = "0.0.0.0";
    const auto keyless = Service::start(open);
    REQUIRE_FALSE(keyless);
    CHECK(keyless.error().code == ErrorCode::invalidArgument);
    CHECK(keyless.error().message.find("PARLEY_SERVICE_KEY") != std::string::npos);
}

TEST_CASE("a page of another site is refused before the upgrade, whatever key it has")
{
    const auto service = startWith({});
    PARLEY_NEED_MODEL(service);
    auto headers = withKey();
    headers["Origin"] = "https://example.com";
    CHECK(ServiceClient(service->port(), target, headers).httpStatus() == 403);
    headers["Origin"] = "http://localhost:3000";
    CHECK(ServiceClient(service->port(), target, headers).httpStatus() == 101);
}

TEST_CASE("a page of this machine opens a session with its key as a subprotocol")
{
    const auto service = startWith({});
    PARLEY_NEED_MODEL(service);
    ServiceClient page(service->port(), target,
                       {{"Origin", "http://127.0.0.1:5173"},
                        {"Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.test-key-of-service"}});
    CHECK(page.httpStatus() == 101);
    CHECK(page.receive().value_or(Json::object()).value("type", "") == "session.created");
}

TEST_CASE("faults are made when they are asked for: a refusal, no quota, a close and an early end")
{
    const auto startWithFaults = [](const std::string& faults)
    {
        ServiceOptions options;
        options.faults = FaultPlan::parse(faults).value();
        return startWith(options);
    };
    const auto refusing = startWithFaults("reject=503");
    PARLEY_NEED_MODEL(refusing);
    CHECK(ServiceClient(refusing->port(), target, withKey()).httpStatus() == 503);
    const auto poor = startWithFaults("quota");
    CHECK(ServiceClient(poor->port(), target, withKey()).httpStatus() == 429);

    const auto closing = startWithFaults("close=1011@2,duplicate=1,delay=20");
    ServiceClient client(closing->port(), target, withKey());
    CHECK(client.await("session.created").is_object());
    client.sendText("no JSON");
    CHECK(client.await("error").is_object());
    while (client.receive().has_value())
        continue;
    CHECK(client.closeCode() == 1011);
    CHECK(client.received.size() == 4);

    const auto brief = startWithFaults("expire=200");
    ServiceClient expiring(brief->port(), target, withKey());
    CHECK(expiring.await("error").at("error").at("code") == "session_expired");
    CHECK_FALSE(expiring.receive().has_value());
    CHECK(expiring.closeCode() == 1001);
}
