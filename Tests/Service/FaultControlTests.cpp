// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpClient.h"
#include "Service/FaultControl.h"
#include "Service/Service.h"
#include "Support/ServiceClient.h"
#include "Support/StubEngines.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

namespace
{

UpgradeRequest asking(std::string method, std::string body = "")
{
    UpgradeRequest request;
    request.method = std::move(method);
    request.body = std::move(body);
    return request;
}

} // namespace

TEST_CASE("a plan that is put holds for the sessions after it, until it is deleted")
{
    FaultControl control({}, true);
    CHECK_FALSE(control.nextSession().has_value());
    CHECK(control.answer(asking("PUT", "nopong,seed=4\n")).status == 200);
    CHECK(control.answer(asking("GET")).body == "nopong,seed=4\n");
    CHECK(control.nextSession()->dropsPongs());
    CHECK(control.answer(asking("DELETE")).status == 200);
    CHECK_FALSE(control.nextSession().has_value());
    CHECK(control.answer(asking("GET")).body == "\n");
}

TEST_CASE("a plan that cannot be read changes nothing")
{
    FaultControl control(FaultPlan::parse("quota").value(), true);
    const auto refused = control.answer(asking("PUT", "thunder=1"));
    CHECK(refused.status == 400);
    CHECK(refused.body.find("thunder=1") != std::string::npos);
    CHECK(control.plan()->isOutOfQuota);
    CHECK(control.answer(asking("POST", "quota")).status == 405);
}

TEST_CASE("a plan that is put again makes the same faults again")
{
    FaultControl control({}, true);
    const auto trace = [&]
    {
        static_cast<void>(control.answer(asking("PUT", "garbage=0.5,seed=9")));
        std::string frames;
        for (int session = 0; session < 2; ++session)
        {
            auto faults = *control.nextSession();
            for (int i = 0; i < 50; ++i)
                for (const auto& frame : faults.pass("x", {}).frames)
                    frames += frame.text;
        }
        return frames;
    };
    const auto first = trace();
    CHECK(first.find("garbage") != std::string::npos);
    CHECK(trace() == first);
}

TEST_CASE("over quota, whatever costs is refused over HTTP as well")
{
    const auto executor = Executor::shared();
    ServiceOptions options;
    options.key = Secret("right");
    options.faults = FaultPlan::parse("quota").value();
    const auto service = Service::startWith(options, test::startStubEngines()).value();
    const auto ask = [&](const std::string& method, const std::string& path, const std::string& key)
    {
        net::HttpRequest request{method, {"http", "127.0.0.1", service->port(), path, {}}};
        request.headers = {{"Authorization", "Bearer " + key}, {"Content-Type", "application/json"}};
        request.body = method == "POST" ? "{}" : "";
        return net::fetch(*executor, request, {}).value();
    };
    for (const auto* path :
         {"/v1/chat/completions", "/v1/audio/speech", "/v1/audio/transcriptions", "/v1/realtime/client_secrets"})
    {
        CAPTURE(path);
        const auto refused = ask("POST", path, "right");
        CHECK(refused.status == 429);
        const auto error = Json::parse(refused.body).at("error");
        CHECK(error.at("code") == "insufficient_quota");
        CHECK(error.at("type") == "insufficient_quota");
        CHECK(ask("POST", path, "wrong").status == 401);
    }
    CHECK(ask("GET", "/v1/models", "right").status == 200);
    CHECK(ask("GET", "/healthz", "right").status == 200);
}

TEST_CASE("a running service is told its faults only where that was allowed, and with the key")
{
    const auto executor = Executor::shared();
    const auto put = [&](const Service& service, const std::string& key)
    {
        net::HttpRequest request{"PUT", {"http", "127.0.0.1", service.port(), "/control/faults", {}}};
        request.headers = {{"Authorization", "Bearer " + key}};
        request.body = "reject=418";
        return net::fetch(*executor, request, {}).value().status;
    };
    const auto statusOfSession = [](const Service& service) {
        return ServiceClient(service.port(), "/v1/realtime?model=any", {{"Authorization", "Bearer right"}})
            .httpStatus();
    };
    ServiceOptions options;
    options.key = Secret("right");
    const auto closed = Service::startWith(options, test::startStubEngines()).value();
    CHECK(put(*closed, "right") == 404);
    options.hasFaultControl = true;
    const auto open = Service::startWith(options, test::startStubEngines()).value();
    CHECK(statusOfSession(*open) == 101);
    CHECK(put(*open, "wrong") == 401);
    CHECK(put(*open, "right") == 200);
    CHECK(statusOfSession(*open) == 418);
}
