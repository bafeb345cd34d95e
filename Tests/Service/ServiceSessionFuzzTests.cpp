// SPDX-License-Identifier: Apache-2.0
#include "SessionDriver.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using namespace parley;
using namespace parley::service;

namespace
{

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end)
{
    return random() % end;
}

const std::vector<Json>& goodEvents()
{
    static const std::vector<Json> events =
        [](auto... texts)
    {
        return std::vector<Json>{Json::parse(texts)...};
    }(R"({"type":"session.update","session":{"type":"realtime","instructions":"x","output_modalities":["text"]}})",
      R"({"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":
            {"type":"server_vad","idle_timeout_ms":5000,"threshold":0.1},"transcription":{"model":"whisper-1"},
            "format":{"type":"audio/pcm","rate":24000}},"output":{"voice":"coral","speed":1.2}}}})",
      R"({"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":
            {"type":"semantic_vad","eagerness":"low"}}}}})",
      R"({"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}})",
      R"({"type":"session.update","session":{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcmu"}},
            "output":{"format":{"type":"audio/pcma"}}}}})",
      R"({"type":"input_audio_buffer.append","audio":"AAAAAP9//3//f/9/AIA="})",
      R"({"type":"input_audio_buffer.commit","event_id":"e1"})", R"({"type":"input_audio_buffer.clear"})",
      R"({"type":"conversation.item.create","previous_item_id":"root","item":{"id":"a","type":"message",
            "role":"user","content":[{"type":"input_text","text":"count to 20"}]}})",
      R"({"type":"conversation.item.create","item":{"type":"message","role":"user",
            "content":[{"type":"input_audio","audio":"AAAAAA=="}]}})",
      R"({"type":"conversation.item.create","item":{"type":"function_call","call_id":"c","name":"n","arguments":"{}"}})",
      R"({"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"c","output":"o"}})",
      R"({"type":"conversation.item.truncate","item_id":"a","content_index":0,"audio_end_ms":0})",
      R"({"type":"conversation.item.delete","item_id":"a"})", R"({"type":"conversation.item.retrieve","item_id":"a"})",
      R"({"type":"response.create","response":{"conversation":"none","metadata":{"k":"v"},
            "input":[{"type":"item_reference","id":"a"}]}})",
      R"({"type":"response.create"})", R"({"type":"response.cancel","response_id":"r"})");
    return events;
}

Json strangeValue(Random& random)
{
    static const std::vector<Json> values = {nullptr,
                                             true,
                                             -1,
                                             0,
                                             1e308,
                                             18446744073709551615ULL,
                                             "",
                                             "root",
                                             "\xff\xfe",
                                             "no-such",
                                             Json::array(),
                                             Json::object(),
                                             Json::array({nullptr, 1, "x"}),
                                             Json{{"type", 5}},
                                             std::string(5000, 'x')};
    return values[below(random, values.size())];
}

/// Replaces, adds or removes a value somewhere inside.
void disturb(Json& value, Random& random)
{
    if (!value.is_structured() || value.empty() || below(random, 4) == 0)
    {
        value = strangeValue(random);
        return;
    }
    auto at = value.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(random, value.size())));
    const auto way = below(random, 8);
    if (way == 0)
        value.erase(at);
    else if (way == 1 && value.is_object())
        value["bogus"] = strangeValue(random);
    else
        disturb(*at, random);
}

std::string strangeFrame(Random& random)
{
    auto event = goodEvents()[below(random, goodEvents().size())];
    for (auto times = below(random, 3); times > 0; --times)
        disturb(event, random);
    auto frame = event.dump(-1, ' ', false, Json::error_handler_t::ignore);
    if (below(random, 8) == 0)
        frame.resize(below(random, frame.size() + 1));
    if (below(random, 8) == 0 && !frame.empty())
        frame[below(random, frame.size())] = static_cast<char>(random());
    return frame;
}

} // namespace

TEST_CASE("whatever a client sends, its session answers and goes on")
{
    for (unsigned seed = 1; seed <= 60; ++seed)
    {
        Random random(seed);
        SessionDriver driver;
        for (int i = 0; i < 150; ++i)
        {
            const auto frame = strangeFrame(random);
            INFO("seed " << seed << ", frame " << i << ": " << frame.substr(0, 300));
            REQUIRE_NOTHROW(driver.sendText(frame));
            REQUIRE_NOTHROW(driver.pass(std::chrono::milliseconds(below(random, 3000))));
        }
        driver.takeTypes();
        driver.sendText("no JSON");
        CHECK(driver.takeTypes() == std::vector<std::string>{"error"});
    }
}
