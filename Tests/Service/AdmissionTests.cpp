// SPDX-License-Identifier: Apache-2.0
#include "Service/Admission.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

const Secret key("right key");

UpgradeRequest request(std::string target = "/v1/realtime?model=gpt-realtime")
{
    UpgradeRequest made;
    made.target = std::move(target);
    made.isUpgrade = true;
    made.authorization = "Bearer right key";
    return made;
}

constexpr std::int64_t now = 1'000'000;

Admission admitted(const UpgradeRequest& asking)
{
    ClientSecrets secrets(1, key);
    return admit(asking, key, secrets, now);
}

UpgradeRequest secretRequest(std::string body = "{}")
{
    auto made = request("/v1/realtime/client_secrets");
    made.method = "POST";
    made.isUpgrade = false;
    made.body = std::move(body);
    return made;
}

void checkRefused(const UpgradeRequest& refused, const std::string& code, int closeCode, const std::string& reason)
{
    const auto admission = admitted(refused);
    REQUIRE(std::holds_alternative<RefusedSession>(admission));
    const auto& session = std::get<RefusedSession>(admission);
    CHECK(session.rejection.code == code);
    CHECK(session.close.code == closeCode);
    CHECK(session.close.reason == reason);
}

} // namespace

TEST_CASE("a request with the key and a model becomes a session")
{
    CHECK(std::get<Admitted>(admitted(request())).model == "gpt-realtime");
    CHECK(std::get<Admitted>(admitted(request("/v1/realtime?a=b&model=my%20model"))).model == "my model");
    auto azure = request();
    azure.authorization.reset();
    azure.apiKey = "right key";
    CHECK(std::holds_alternative<Admitted>(admitted(azure)));
}

TEST_CASE("a page may bring its key as a subprotocol, as a browser must")
{
    auto page = request();
    page.authorization.reset();
    page.subprotocols = "realtime, openai-insecure-api-key.right key,other";
    CHECK(std::holds_alternative<Admitted>(admitted(page)));
    CHECK(offersRealtime(page.subprotocols));
    page.subprotocols = "realtime-2,openai-insecure-api-key.wrong";
    CHECK(std::holds_alternative<RefusedSession>(admitted(page)));
    CHECK_FALSE(offersRealtime(page.subprotocols));
    CHECK_FALSE(offersRealtime(""));
}

TEST_CASE("a request that is refused gets the live service's code and close")
{
    auto wrong = request();
    wrong.authorization = "Bearer right kez";
    checkRefused(wrong, "invalid_api_key", 3000, "invalid_request_error.invalid_api_key");
    wrong.authorization.reset();
    checkRefused(wrong, "", 3000, "invalid_request_error");
    auto beta = request();
    beta.hasBetaHeader = true;
    checkRefused(beta, "beta_api_shape_disabled", 4000, "invalid_request_error.beta_api_shape_disabled");
    checkRefused(request("/v1/realtime"), "missing_model", 4000, "invalid_request_error.missing_model");
    checkRefused(request("/v1/realtime?model="), "missing_model", 4000, "invalid_request_error.missing_model");
    checkRefused(request("/v1/realtime?model=no-such-1"), "invalid_model", 4000, "invalid_request_error.invalid_model");
}

TEST_CASE("other paths are plain HTTP")
{
    CHECK(std::get<PlainAnswer>(admitted(request("/health"))).status == 200);
    const auto unknown = std::get<PlainAnswer>(admitted(request("/v1/realtimes")));
    CHECK(unknown.status == 404);
    CHECK(Json::parse(unknown.body).at("error").at("code") == "unknown_url");
    CHECK(unknown.contentType == "application/json");
    auto plain = request();
    plain.isUpgrade = false;
    CHECK(std::get<PlainAnswer>(admitted(plain)).status == 426);
}

TEST_CASE("a client secret opens sessions with the settings given for it, until it expires")
{
    ClientSecrets secrets(1, key);
    const auto made = std::get<PlainAnswer>(
        admit(secretRequest(R"({"expires_after":{"anchor":"created_at","seconds":60},)"
                            R"("session":{"type":"realtime","model":"my-model","instructions":"Be brief."}})"),
              key, secrets, now));
    REQUIRE(made.status == 200);
    const auto answer = Json::parse(made.body);
    CHECK(answer.at("expires_at") == now + 60);
    CHECK(answer.at("session").at("instructions") == "Be brief.");
    CHECK(answer.at("session").at("model") == "my-model");

    auto asking = request("/v1/realtime");
    asking.authorization = "Bearer " + answer.at("value").get<std::string>();
    const auto opened = std::get<Admitted>(admit(asking, key, secrets, now + 59));
    CHECK(opened.model == "my-model");
    CHECK(opened.settings.at("instructions") == "Be brief.");
    asking.target = "/v1/realtime?model=";
    CHECK(std::get<Admitted>(admit(asking, key, secrets, now)).model == "my-model");
    asking.target = "/v1/realtime?model=another";
    CHECK(std::get<Admitted>(admit(asking, key, secrets, now)).model == "another");
    const auto expired = std::get<RefusedSession>(admit(asking, key, secrets, now + 60));
    CHECK(expired.close.code == 3000);
    CHECK(expired.rejection.code == "invalid_api_key");
}

TEST_CASE("a client secret opens sessions of every service with the same key, and of no other")
{
    ClientSecrets one(1, key);
    ClientSecrets another(2, key);
    ClientSecrets stranger(1, Secret("left key"));
    const auto made = std::get<PlainAnswer>(
        admit(secretRequest(R"({"session":{"type":"realtime","instructions":"Hush."}})"), key, one, now));
    const auto secret = Json::parse(made.body).at("value").get<std::string>();
    CHECK(another.settingsFor(secret, now).value().at("instructions") == "Hush.");
    CHECK_FALSE(stranger.settingsFor(secret, now));
    CHECK_FALSE(another.settingsFor(secret.substr(0, secret.size() - 1), now));
    auto changed = secret;
    changed[20] = changed[20] == 'A' ? 'B' : 'A';
    CHECK_FALSE(another.settingsFor(changed, now));
    CHECK(secret.find("Hush") == std::string::npos);
}

TEST_CASE("settings that do not fit into a header are refused for a client secret")
{
    const Json session = {{"type", "realtime"}, {"instructions", std::string(9000, 'x')}};
    const auto answer = std::get<PlainAnswer>(admitted(secretRequest(Json{{"session", session}}.dump())));
    CHECK(answer.status == 400);
    CHECK(Json::parse(answer.body).at("error").at("param") == "session");
}

TEST_CASE("client secrets are made for the service's own key only, and by POST only")
{
    auto asking = secretRequest();
    asking.authorization = "Bearer another";
    CHECK(std::get<PlainAnswer>(admitted(asking)).status == 401);
    asking.authorization.reset();
    CHECK(std::get<PlainAnswer>(admitted(asking)).status == 401);
    auto reading = secretRequest();
    reading.method = "GET";
    CHECK(std::get<PlainAnswer>(admitted(reading)).status == 405);

    ClientSecrets secrets(1, key);
    const auto made = std::get<PlainAnswer>(admit(secretRequest(), key, secrets, now));
    asking.authorization = "Bearer " + Json::parse(made.body).at("value").get<std::string>();
    CHECK(std::get<PlainAnswer>(admit(asking, key, secrets, now)).status == 401);
}

TEST_CASE("a client secret's request that is wrong is refused with the place of the fault")
{
    const auto paramOf = [](const std::string& body)
    {
        const auto answer = std::get<PlainAnswer>(admitted(secretRequest(body)));
        CHECK(answer.status == 400);
        return Json::parse(answer.body).at("error").at("param");
    };
    CHECK(paramOf(R"({"expires_after":{"anchor":"created_at","seconds":9}})") == "expires_after.seconds");
    CHECK(paramOf(R"({"expires_after":{"seconds":7201}})") == "expires_after.seconds");
    CHECK(paramOf(R"({"expires_after":{"anchor":"now"}})") == "expires_after.anchor");
    CHECK(paramOf(R"({"session":{"type":"realtime","bogus":1}})") == "session.bogus");
    CHECK(paramOf(R"({"session":{"type":"realtime","output_modalities":["audio","text"]}})") ==
          "session.output_modalities");
    CHECK(paramOf("no json").is_null());
    CHECK(paramOf("[]").is_null());
    CHECK(std::get<PlainAnswer>(admitted(secretRequest(""))).status == 200);
}
