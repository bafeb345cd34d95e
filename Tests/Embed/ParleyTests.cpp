// SPDX-License-Identifier: Apache-2.0
// parley.h as a C program uses it, with the local service in this process.
#include "Embed/parley.h"
#include "Support/AgentStub.h"
#include "Support/ServiceConversation.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Clock = std::chrono::steady_clock;

namespace
{

struct Destroy
{
    void operator()(parley_instance* instance) const { parley_destroy(instance); }
};
using Agent = std::unique_ptr<parley_instance, Destroy>;

struct Told
{
    int type = PARLEY_EVENT_OTHER;
    int state = 0;
    std::int64_t time = 0;
    std::string text;
    std::string id;
    std::string name;
    std::string json;
};

Told copyOf(const parley_event& event)
{
    return {event.type, event.state, event.time_us, event.text, event.id, event.name, event.json};
}

/// The next event of this type; one of type OTHER when none comes in 20 s.
Told await(const Agent& agent, parley_event_type type)
{
    for (const auto end = Clock::now() + 20s; Clock::now() < end;)
    {
        parley_event event{};
        event.size = sizeof event;
        if (parley_next_event(agent.get(), &event, 100) == PARLEY_OK && event.type == type)
            return copyOf(event);
    }
    return {};
}

constexpr const char* written = R"({ "session": { "output": "text" }, "agents": [ { "name": "Guide" } ] })";

Agent connectedTo(const std::string& url, const char* agents = written)
{
    Agent agent(parley_create());
    REQUIRE(agent != nullptr);
    const auto settings = R"({ "provider": "custom", "url": ")" + url + "\" }";
    REQUIRE(parley_configure(agent.get(), settings.c_str(), agents) == PARLEY_OK);
    REQUIRE(parley_set_key(agent.get(), "test-key-of-service") == PARLEY_OK);
    return agent;
}

} // namespace

TEST_CASE("a C program writes a line and is answered, and every event has its time and its JSON")
{
    const auto service = parley::test::startLocalService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const auto agent = connectedTo(service->url());
    REQUIRE(parley_start(agent.get()) == PARLEY_OK);
    REQUIRE(parley_send_text(agent.get(), "my name is Ada") == PARLEY_OK);
    const auto answer = await(agent, PARLEY_EVENT_ANSWER_TEXT);
    CHECK(answer.text == "Nice to meet you, Ada.");
    CHECK_THAT(answer.json, Contains("\"answer_done\"") && Contains("Ada"));
    const auto ended = await(agent, PARLEY_EVENT_ANSWER_ENDED);
    CHECK(ended.name == "Guide");
    CHECK(ended.text == "completed");
    CHECK(ended.time >= answer.time);
    parley_status status{};
    status.size = sizeof status;
    REQUIRE(parley_get_status(agent.get(), &status) == PARLEY_OK);
    CHECK(status.state == PARLEY_READY);
    CHECK(std::string(status.sentence) == "Ready: speak, or write a line.");
    CHECK(status.end_of_speech_to_audible_us == -1);
    REQUIRE(parley_new_visitor(agent.get()) == PARLEY_OK);
    REQUIRE(parley_send_text(agent.get(), "what is my name?") == PARLEY_OK);
    CHECK(await(agent, PARLEY_EVENT_ANSWER_TEXT).text == "You have not told me your name.");
    REQUIRE(parley_stop(agent.get()) == PARLEY_OK);
    CHECK(await(agent, PARLEY_EVENT_STATE).state == PARLEY_DISCONNECTED);
}

TEST_CASE("a tool of a C program is answered from another thread, in its own time")
{
    const auto service = parley::test::startLocalService();
    if (service == nullptr)
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const auto agent = connectedTo(service->url());
    const bool needsApproval = GENERATE(false, true);
    const auto tool = std::string(R"({ "name": "closing_time", "description": "Tells the closing time.")") +
                      (needsApproval ? R"(, "needs_approval": true })" : " }");
    REQUIRE(parley_add_tool(agent.get(), tool.c_str()) == PARLEY_OK);
    REQUIRE(parley_start(agent.get()) == PARLEY_OK);
    REQUIRE(parley_send_text(agent.get(), "Tell me the closing time") == PARLEY_OK);
    if (needsApproval)
    {
        const auto asked = await(agent, PARLEY_EVENT_APPROVAL);
        CHECK(asked.name == "closing_time");
        REQUIRE(parley_approve(agent.get(), asked.id.c_str(), 1) == PARLEY_OK);
    }
    const auto call = await(agent, PARLEY_EVENT_TOOL_CALL);
    CHECK(call.name == "closing_time");
    CHECK(call.text == "{}");
    std::thread clerk([&]
                      { CHECK(parley_answer_tool(agent.get(), call.id.c_str(), "We close at six.", 0) == PARLEY_OK); });
    const auto ended = await(agent, PARLEY_EVENT_TOOL_ENDED);
    clerk.join();
    CHECK(ended.id == call.id);
    CHECK(ended.text == "We close at six.");
    CHECK_THAT(await(agent, PARLEY_EVENT_ANSWER_TEXT).text, Contains("We close at six."));
    REQUIRE(parley_answer_tool(agent.get(), call.id.c_str(), "We close at seven.", 0) == PARLEY_OK);
    CHECK_THAT(await(agent, PARLEY_EVENT_WARNING).text, Contains("waits for an answer"));
}

TEST_CASE("a handler is told of events in the place of the queue, and no more once it is taken away")
{
    parley::test::AgentStub stub(std::vector<std::int16_t>(2400, 8000));
    const auto agent = connectedTo(stub.url());
    struct Heard
    {
        std::mutex mutex;
        std::condition_variable changed;
        bool isReady = false;
        int count = 0;
    } heard;
    const auto handler = [](void* user, const parley_event* event)
    {
        auto& to = *static_cast<Heard*>(user);
        const std::scoped_lock lock(to.mutex);
        ++to.count;
        to.isReady = to.isReady || (event->type == PARLEY_EVENT_STATE && event->state == PARLEY_READY);
        to.changed.notify_all();
    };
    REQUIRE(parley_set_event_handler(agent.get(), handler, &heard) == PARLEY_OK);
    REQUIRE(parley_start(agent.get()) == PARLEY_OK);
    {
        std::unique_lock lock(heard.mutex);
        CHECK(heard.changed.wait_for(lock, 20s, [&] { return heard.isReady; }));
    }
    parley_event event{};
    event.size = sizeof event;
    CHECK(parley_next_event(agent.get(), &event, 0) == PARLEY_NO_EVENT);
    REQUIRE(parley_set_event_handler(agent.get(), nullptr, nullptr) == PARLEY_OK);
    const int before = heard.count;
    REQUIRE(parley_stop(agent.get()) == PARLEY_OK);
    CHECK(await(agent, PARLEY_EVENT_STATE).state == PARLEY_DISCONNECTED);
    CHECK(heard.count == before);
}

TEST_CASE("a C program with a microphone and an output of their own rates is heard and answered")
{
    parley::test::AgentStub stub(std::vector<std::int16_t>(24000, 8000));
    const auto agent = connectedTo(stub.url(), nullptr);
    REQUIRE(parley_prepare(agent.get(), 48000) == PARLEY_OK);
    REQUIRE(parley_start(agent.get()) == PARLEY_OK);
    REQUIRE(parley_send_text(agent.get(), "say something") == PARLEY_OK);
    std::array<float, 441> microphone{};
    microphone.fill(0.5F);
    std::array<float, 2 * 480> output{};
    bool sounds = false;
    for (const auto end = Clock::now() + 20s; Clock::now() < end && (!sounds || stub.heard().size() < 4800);)
    {
        parley_push_interleaved(agent.get(), microphone.data(), 1, nullptr, 0, 441, 44100);
        parley_pull_interleaved(agent.get(), output.data(), 2, 480);
        sounds = sounds || output[0] > 0.1F;
        CHECK(output[0] == output[1]);
        std::this_thread::sleep_for(10ms);
    }
    CHECK(sounds);
    const auto heard = stub.heard();
    REQUIRE(heard.size() >= 4800);
    CHECK(heard[4000] > 16000);
    parley_status status{};
    status.size = sizeof status;
    REQUIRE(parley_get_status(agent.get(), &status) == PARLEY_OK);
    CHECK(status.input_peak == Approx(0.5F));
    CHECK(status.output_peak > 0.1F);
}

TEST_CASE("structures of another version are filled as far as they go, and without a size not at all")
{
    const Agent agent(parley_create());
    struct Older
    {
        std::size_t size = 0;
        std::int32_t state = -7;
        float inputPeak = -7;
        std::uint64_t behind = 0x7777777777777777U;
    } older;
    older.size = offsetof(Older, behind);
    auto* status = reinterpret_cast<parley_status*>(&older);
    REQUIRE(parley_get_status(agent.get(), status) == PARLEY_OK);
    CHECK(older.state == PARLEY_DISCONNECTED);
    CHECK(older.inputPeak == 0.0F);
    CHECK(older.behind == 0x7777777777777777U);
    CHECK(older.size == offsetof(Older, behind));
    older.size = 0;
    CHECK(parley_get_status(agent.get(), status) == PARLEY_INVALID_ARGUMENT);
    CHECK_THAT(parley_last_error(), Contains("set it to its sizeof"));
    std::array<unsigned char, sizeof(parley_status) + 64> newer{};
    auto* larger = reinterpret_cast<parley_status*>(newer.data());
    larger->size = newer.size();
    REQUIRE(parley_get_status(agent.get(), larger) == PARLEY_OK);
    CHECK(larger->size == sizeof(parley_status));
    parley_event event{};
    CHECK(parley_next_event(agent.get(), &event, 0) == PARLEY_INVALID_ARGUMENT);
}

TEST_CASE("what a C program must not give is refused with a sentence, and changes nothing")
{
    const Agent agent(parley_create());
    CHECK(parley_configure(nullptr, "{}", nullptr) == PARLEY_INVALID_ARGUMENT);
    CHECK(parley_configure(agent.get(), nullptr, nullptr) == PARLEY_INVALID_ARGUMENT);
    CHECK(parley_send_text(agent.get(), nullptr) == PARLEY_INVALID_ARGUMENT);
    CHECK(parley_answer_tool(agent.get(), "call", nullptr, 0) == PARLEY_INVALID_ARGUMENT);
    CHECK_THAT(parley_last_error(), Contains("null pointer"));
    CHECK(parley_configure(agent.get(), "{ \"provider\": \"nobody\" }", nullptr) == PARLEY_INVALID_JSON);
    CHECK_THAT(parley_last_error(), Contains("line 1: \"provider\" must be"));
    CHECK(parley_configure(agent.get(), "{}", "{ \"agents\": [] }") == PARLEY_INVALID_JSON);
    CHECK_THAT(parley_last_error(), Contains("there must be an agent"));
    CHECK(parley_add_tool(agent.get(), "{}") == PARLEY_INVALID_JSON);
    CHECK_THAT(parley_last_error(), Contains("\"name\" is missing"));
    parley_process(nullptr, nullptr, 0, nullptr, 0, 480);
    parley_pull_interleaved(nullptr, nullptr, 0, 480);
    parley_set_muted(nullptr, 1);
    parley_destroy(nullptr);
}

TEST_CASE("a long sentence is cut between two characters")
{
    const Agent agent(parley_create());
    std::string provider;
    while (provider.size() < 4000)
        provider += "\u00e4";
    CHECK(parley_configure(agent.get(), ("{ \"" + provider + "\": 1 }").c_str(), nullptr) == PARLEY_INVALID_JSON);
    const std::string told = parley_last_error();
    CHECK(told.size() >= 1020);
    CHECK(told.size() <= 1023);
    const auto last = static_cast<unsigned char>(told.back());
    CHECK(last == 0xA4);
}
