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

void checkRefused(const UpgradeRequest& refused, const std::string& code, int closeCode, const std::string& reason)
{
    const auto admission = admit(refused, key);
    REQUIRE(std::holds_alternative<RefusedSession>(admission));
    const auto& session = std::get<RefusedSession>(admission);
    CHECK(session.rejection.code == code);
    CHECK(session.close.code == closeCode);
    CHECK(session.close.reason == reason);
}

} // namespace

TEST_CASE("a request with the key and a model becomes a session")
{
    CHECK(std::get<Admitted>(admit(request(), key)).model == "gpt-realtime");
    CHECK(std::get<Admitted>(admit(request("/v1/realtime?a=b&model=my%20model"), key)).model == "my model");
    auto azure = request();
    azure.authorization.reset();
    azure.apiKey = "right key";
    CHECK(std::holds_alternative<Admitted>(admit(azure, key)));
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
    checkRefused(request("/v1/realtime?model="), "invalid_model", 4000, "invalid_request_error.invalid_model");
    checkRefused(request("/v1/realtime?model=no-such-1"), "invalid_model", 4000, "invalid_request_error.invalid_model");
}

TEST_CASE("other paths are plain HTTP")
{
    CHECK(std::get<PlainAnswer>(admit(request("/health"), key)).status == 200);
    CHECK(std::get<PlainAnswer>(admit(request("/v1/realtimes"), key)).status == 404);
    auto plain = request();
    plain.isUpgrade = false;
    CHECK(std::get<PlainAnswer>(admit(plain, key)).status == 426);
}
