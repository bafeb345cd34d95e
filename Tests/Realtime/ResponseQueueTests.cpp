// SPDX-License-Identifier: Apache-2.0
#include "Realtime/ResponseQueue.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

const ResponseQueue::Time start{};

struct Sent
{
    std::string tag;
    wire::Json response;
};

std::optional<Sent> next(ResponseQueue& queue, ResponseQueue::Time at = start)
{
    const auto event = queue.next(at);
    if (!event)
        return std::nullopt;
    return Sent{event->eventId, std::get<wire::ResponseCreate>(event->body).response};
}

wire::ResponseCreated created(std::string id, const std::string& tag = {})
{
    wire::Json response = {{"id", id}};
    if (!tag.empty())
        response["metadata"] = {{"parley_request", tag}};
    return {std::move(id), response};
}

wire::ServerError refusal(std::string code, std::string eventId)
{
    return {"invalid_request_error", std::move(code), "no", {}, std::move(eventId)};
}

} // namespace

TEST_CASE("one response at a time: the next waits for response.done")
{
    ResponseQueue queue;
    queue.request();
    const auto first = next(queue);
    REQUIRE(first);
    queue.created(created("r1", first->tag));
    queue.request();
    CHECK_FALSE(next(queue));
    queue.done("r1");
    CHECK(next(queue));
}

TEST_CASE("plain requests coalesce while they wait, those with overrides keep their order")
{
    ResponseQueue queue;
    queue.request({{"instructions", "a"}});
    queue.request();
    queue.request();
    queue.request({{"instructions", "b"}});
    std::vector<wire::Json> sent;
    for (int i = 0; i < 5; ++i)
        if (const auto one = next(queue))
        {
            sent.push_back(one->response);
            queue.created(created("r" + std::to_string(i), one->tag));
            queue.done("r" + std::to_string(i));
        }
    REQUIRE(sent.size() == 3);
    CHECK(sent[0]["instructions"] == "a");
    CHECK_FALSE(sent[1].contains("instructions"));
    CHECK(sent[2]["instructions"] == "b");
}

TEST_CASE("a response that the service starts by itself does not swallow our request")
{
    ResponseQueue queue;
    queue.request();
    const auto ours = next(queue);
    REQUIRE(ours);
    queue.expectForeign();
    queue.created(created("foreign"));
    CHECK(queue.failed(refusal("conversation_already_has_active_response", ours->tag)) ==
          ResponseQueue::Verdict::waits);
    CHECK_FALSE(next(queue));
    queue.done("foreign");
    const auto again = next(queue);
    REQUIRE(again);
    CHECK(again->tag == ours->tag);
}

TEST_CASE("the race is also understood when the error does not name our event, or comes before the foreign response")
{
    ResponseQueue queue;
    queue.request();
    REQUIRE(next(queue));
    CHECK(queue.failed(refusal("conversation_already_has_active_response", "")) == ResponseQueue::Verdict::waits);
    CHECK_FALSE(next(queue));
    queue.created(created("foreign"));
    CHECK_FALSE(next(queue));
    queue.done("foreign");
    CHECK(next(queue));
}

TEST_CASE("a request refused for another reason leaves the queue and the next one goes")
{
    ResponseQueue queue;
    queue.request({{"instructions", "bad"}});
    queue.request();
    const auto bad = next(queue);
    REQUIRE(bad);
    CHECK(queue.failed(refusal("unknown_parameter", bad->tag)) == ResponseQueue::Verdict::refused);
    const auto good = next(queue);
    REQUIRE(good);
    CHECK_FALSE(good->response.contains("instructions"));
}

TEST_CASE("an error about something else does not touch the queue")
{
    ResponseQueue queue;
    queue.request();
    REQUIRE(next(queue));
    CHECK(queue.failed(refusal("invalid_value", "another_event")) == ResponseQueue::Verdict::notOurs);
    CHECK_FALSE(next(queue));
}

TEST_CASE("a service that answers nothing does not block the queue for ever")
{
    ResponseQueue queue;
    queue.request();
    REQUIRE(next(queue));
    CHECK_FALSE(queue.expire(start + 14s));
    REQUIRE(queue.deadline() == start + ResponseQueue::answerDeadline);
    CHECK(queue.expire(start + 15s));
    queue.request();
    CHECK(next(queue, start + 16s));
}

TEST_CASE("an out-of-band response does not hold up the conversation")
{
    ResponseQueue queue;
    auto outOfBand = created("side");
    outOfBand.response["conversation_id"] = nullptr;
    queue.created(outOfBand);
    queue.request();
    CHECK(next(queue));
}

TEST_CASE("a service that does not echo metadata is understood all the same")
{
    ResponseQueue queue;
    queue.request();
    REQUIRE(next(queue));
    queue.created(created("r1"));
    queue.done("r1");
    CHECK_FALSE(next(queue));
}

TEST_CASE("a running response that is never seen holds a request up for fifteen seconds, not for ever")
{
    ResponseQueue queue;
    queue.request();
    REQUIRE(next(queue));
    CHECK(queue.failed(refusal("conversation_already_has_active_response", "")) == ResponseQueue::Verdict::waits);
    CHECK_FALSE(next(queue, start + 1s));
    REQUIRE(queue.deadline() == start + 16s);
    CHECK_FALSE(queue.expire(start + 16s));
    CHECK(next(queue, start + 16s));
}

TEST_CASE("metadata of a caller is kept, and metadata of another type does no harm")
{
    ResponseQueue queue;
    queue.request({{"metadata", {{"mine", "yes"}}}});
    queue.request({{"metadata", "odd"}});
    const auto first = next(queue);
    REQUIRE(first);
    CHECK(first->response["metadata"]["mine"] == "yes");
    CHECK(first->response["metadata"]["parley_request"] == first->tag);
    queue.created(created("r1", first->tag));
    queue.done("r1");
    const auto second = next(queue);
    REQUIRE(second);
    CHECK(second->response["metadata"]["parley_request"] == second->tag);
}

TEST_CASE("an out-of-band response of our own is known as ours")
{
    ResponseQueue queue;
    queue.request({{"conversation", "none"}});
    const auto side = next(queue);
    REQUIRE(side);
    auto begun = created("side", side->tag);
    begun.response["conversation_id"] = nullptr;
    queue.created(begun);
    CHECK(queue.active().empty());
    CHECK_FALSE(queue.deadline());
    queue.request();
    CHECK(next(queue));
}

TEST_CASE("a lost response is asked for again with its overrides, before all that waited behind it")
{
    ResponseQueue queue;
    queue.request({{"instructions", "one"}});
    queue.request({{"instructions", "two"}});
    const auto first = next(queue);
    REQUIRE(first);
    queue.created(created("r1", first->tag));
    queue.reset({"r1"});
    const auto again = next(queue);
    REQUIRE(again);
    CHECK(again->response["instructions"] == "one");
    CHECK(again->tag != first->tag);
    queue.created(created("r2", again->tag));
    queue.done("r2");
    CHECK(next(queue)->response["instructions"] == "two");
}

TEST_CASE("a lost response that the service began by itself joins a plain one that waits")
{
    ResponseQueue queue;
    queue.created(created("r1"));
    queue.request();
    queue.reset({"r1"});
    CHECK(queue.waiting() == 1);
    queue.reset();
    CHECK(queue.waiting() == 1);
}
