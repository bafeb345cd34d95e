// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpPool.h"
#include "Support/StreamingPeer.h"

#include <catch2/catch.hpp>

#include <future>
#include <map>
#include <thread>

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace
{

/// A call from a test's thread, and all that was told of it.
class Asked
{
public:
    Asked(net::HttpPool& used, const std::string& address, net::HttpCallOptions options = {})
        : pool(used)
    {
        net::HttpRequest request{"POST", net::Url::parse(address).value(), {}, "question"};
        pool.executor().post([this, request, options] { call = pool.call(request, options, handlers()); });
    }
    ~Asked() { drop(); }

    /// Gives the call up.
    void drop()
    {
        std::promise<void> gone;
        pool.executor().post(
            [&]
            {
                call.reset();
                gone.set_value();
            });
        gone.get_future().wait();
    }

    /// Empty: the answer came whole.
    std::optional<Error> error() { return over.get(); }
    void awaitPiece() { firstPiece.get_future().wait(); }
    bool isOverWithin(std::chrono::milliseconds time) { return over.wait_for(time) == std::future_status::ready; }

    int status = 0;
    std::string body;

private:
    net::HttpCallHandlers handlers()
    {
        return {[this](const net::HttpHead& head) { status = head.status; },
                [this](std::string_view bytes)
                {
                    if (body.empty())
                        firstPiece.set_value();
                    body += bytes;
                },
                [this](const std::optional<Error>& problem) { ended.set_value(problem); }};
    }

    net::HttpPool& pool;
    std::unique_ptr<net::HttpCall> call;
    std::promise<void> firstPiece;
    std::promise<std::optional<Error>> ended;
    std::future<std::optional<Error>> over = ended.get_future();
};

/// An answer that says no, and after how many of them one that says yes.
StreamingPeer::Answerer refusing(int times, int status, const std::string& body,
                                 const std::map<std::string, std::string>& headers = {})
{
    const auto left = std::make_shared<std::atomic<int>>(times);
    return [=](const ReceivedRequest&, AnswerWriter& answer)
    {
        if (left->fetch_sub(1) > 0)
            answer.whole(status, body, headers);
        else
            answer.whole(200, "yes");
    };
}

net::HttpCallOptions patient(int retries)
{
    net::HttpCallOptions options;
    options.retries = {retries, 1ms, 10ms};
    return options;
}

std::string errorBody(const std::string& code)
{
    return R"({"error":{"message":"Sorry.","type":")" + code + R"(","code":")" + code + R"("}})";
}

/// Answers nobody until it is told to go on.
struct HoldingService
{
    std::promise<void> goOn;
    std::shared_future<void> going = goOn.get_future().share();
    StreamingPeer server{[this](const ReceivedRequest&, AnswerWriter& answer)
                         {
                             going.wait();
                             answer.whole(200, "yes");
                         }};
};

} // namespace

TEST_CASE("an answer is told piece by piece, while the rest is still to come")
{
    std::promise<void> goOn;
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200);
            answer.piece("first ");
            goOn.get_future().wait();
            answer.piece("second");
            answer.end();
        });
    net::HttpPool pool(Executor::shared());
    Asked asked(pool, server.address());
    asked.awaitPiece();
    goOn.set_value();
    CHECK_FALSE(asked.error());
    CHECK(asked.body == "first second");
    CHECK(server.requests().at(0).body == "question");
}

TEST_CASE("one connection serves call after call")
{
    StreamingPeer server([](const ReceivedRequest&, AnswerWriter& answer) { answer.whole(200, "yes"); });
    net::HttpPool pool(Executor::shared());
    for (int i = 0; i < 5; ++i)
    {
        Asked asked(pool, server.address());
        CHECK_FALSE(asked.error());
        CHECK(asked.body == "yes");
    }
    CHECK(server.connections() == 1);
    CHECK(pool.openedConnections() == 1);
}

TEST_CASE("a connection that the service has closed meanwhile is replaced, and nobody notices")
{
    StreamingPeer server(
        [](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.whole(200, "yes");
            answer.hangUp();
        });
    net::HttpPool pool(Executor::shared());
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(Asked(pool, server.address()).error());
    CHECK(server.requests().size() == 3);
}

TEST_CASE("calls beyond the connections wait for their turn, and beyond that are refused")
{
    HoldingService service;
    auto& server = service.server;
    net::HttpPool pool(Executor::shared(), {1, 1, 30s});
    Asked first(pool, server.address());
    Asked second(pool, server.address());
    Asked third(pool, server.address());
    CHECK(third.error()->code == ErrorCode::queueFull);
    CHECK(pool.refusedCalls() == 1);
    service.goOn.set_value();
    CHECK_FALSE(first.error());
    CHECK_FALSE(second.error());
    CHECK(server.connections() == 1);
}

TEST_CASE("a call that is given up while it waits leaves its place to the next")
{
    HoldingService service;
    auto& server = service.server;
    net::HttpPool pool(Executor::shared(), {1, 4, 30s});
    Asked first(pool, server.address());
    Asked second(pool, server.address());
    Asked third(pool, server.address());
    second.drop();
    service.goOn.set_value();
    CHECK_FALSE(first.error());
    CHECK_FALSE(third.error());
    CHECK(server.requests().size() == 2);
}

TEST_CASE("a service that is busy for a moment is asked again")
{
    const auto status = GENERATE(429, 500, 503);
    StreamingPeer server(refusing(2, status, errorBody("busy")));
    net::HttpPool pool(Executor::shared());
    Asked asked(pool, server.address(), patient(2));
    CHECK_FALSE(asked.error());
    CHECK(asked.body == "yes");
    CHECK(server.requests().size() == 3);
}

TEST_CASE("an account without credit is told at once, with the service's own words")
{
    StreamingPeer server(refusing(5, 429, errorBody("insufficient_quota"), {{"X-Request-Id", "req_7"}}));
    net::HttpPool pool(Executor::shared());
    const auto error = Asked(pool, server.address(), patient(2)).error();
    REQUIRE(error);
    CHECK(error->code == ErrorCode::quotaExceeded);
    CHECK(error->upstreamMessage == "Sorry.");
    CHECK(error->requestId == "req_7");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a refusal is known by its status and by what the service says about it")
{
    const std::map<int, ErrorCode> byStatus{{400, ErrorCode::requestRejected}, {401, ErrorCode::unauthorized},
                                            {403, ErrorCode::forbidden},       {404, ErrorCode::requestRejected},
                                            {429, ErrorCode::rateLimited},     {500, ErrorCode::upstreamServerError}};
    for (const auto& [status, code] : byStatus)
    {
        StreamingPeer server(refusing(9, status, "no JSON"));
        net::HttpPool pool(Executor::shared());
        CHECK(Asked(pool, server.address(), patient(0)).error()->code == code);
    }
    StreamingPeer server(refusing(9, 404, errorBody("model_not_found")));
    net::HttpPool pool(Executor::shared());
    CHECK(Asked(pool, server.address()).error()->code == ErrorCode::modelUnavailable);
}

TEST_CASE("an answer that breaks off is not asked for again")
{
    StreamingPeer server(
        [](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            answer.hangUp();
        });
    net::HttpPool pool(Executor::shared());
    Asked asked(pool, server.address(), patient(2));
    CHECK(asked.error()->code == ErrorCode::protocolIncompatible);
    CHECK(asked.body == "half");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("each stage of an answer has its deadline")
{
    const auto stalls = GENERATE(0, 1, 2);
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            if (stalls > 0)
                answer.begin(200);
            if (stalls > 1)
                answer.piece("some");
            answer.awaitEnd();
        });
    net::HttpPool pool(Executor::shared());
    net::HttpCallOptions options;
    options.firstByte = options.betweenBytes = 40ms;
    const auto error = Asked(pool, server.address(), options).error();
    REQUIRE(error);
    CHECK(error->code == ErrorCode::timeout);
    CHECK_THAT(error->message, Contains(stalls == 0 ? "did not answer" : "stopped in the middle"));
}

TEST_CASE("a call that is given up tells nothing more and leaves the service")
{
    std::promise<void> left;
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200);
            answer.piece("some");
            answer.awaitEnd();
            left.set_value();
        });
    net::HttpPool pool(Executor::shared());
    Asked asked(pool, server.address());
    asked.awaitPiece();
    asked.drop();
    CHECK(left.get_future().wait_for(5s) == std::future_status::ready);
    CHECK_FALSE(asked.isOverWithin(0ms));
}

TEST_CASE("where nobody listens, that is the error")
{
    net::HttpPool pool(Executor::shared());
    CHECK(Asked(pool, "http://127.0.0.1:" + std::to_string(unusedPort())).error()->code == ErrorCode::connectFailed);
    CHECK(Asked(pool, "ws://127.0.0.1:1").error()->code == ErrorCode::invalidArgument);
}

TEST_CASE("an answer larger than allowed is refused")
{
    StreamingPeer server([](const ReceivedRequest&, AnswerWriter& answer)
                         { answer.whole(200, std::string(2000, 'x')); });
    net::HttpPool pool(Executor::shared());
    net::HttpCallOptions options;
    options.http.maxBodyBytes = 1000;
    CHECK(Asked(pool, server.address(), options).error()->code == ErrorCode::protocolIncompatible);
}

TEST_CASE("a pool may end while a call is under way, which goes on to its end")
{
    std::promise<void> goOn;
    StreamingPeer server(
        [&](const ReceivedRequest&, AnswerWriter& answer)
        {
            answer.begin(200);
            answer.piece("some");
            goOn.get_future().wait();
            answer.end();
        });
    const auto executor = Executor::shared();
    std::promise<std::optional<Error>> ended;
    std::unique_ptr<net::HttpCall> call;
    {
        const auto pool = std::make_unique<net::HttpPool>(executor);
        std::promise<void> begun;
        executor->post(
            [&]
            {
                call = pool->call({"GET", net::Url::parse(server.address()).value(), {}, {}}, {},
                                  {nullptr, [&](std::string_view) { begun.set_value(); },
                                   [&](const std::optional<Error>& problem) { ended.set_value(problem); }});
            });
        begun.get_future().wait();
    }
    goOn.set_value();
    CHECK_FALSE(ended.get_future().get());
    std::promise<void> gone;
    executor->post(
        [&]
        {
            call.reset();
            gone.set_value();
        });
    gone.get_future().wait();
}
