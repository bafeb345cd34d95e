// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

using namespace parley;
using namespace parley::test;

namespace
{

/// The types of all that was sent, in order.
std::string sentTypes(const Driver& driver)
{
    std::string all;
    for (const auto& event : driver.last.send)
        all += (all.empty() ? "" : " ") + Json::parse(wire::serialize(event)).at("type").get<std::string>();
    return all;
}

Driver connecting(SessionSettings settings = {})
{
    Driver driver(std::move(settings));
    driver.feed(input::Connecting{});
    driver.feed(input::TransportOpened{});
    return driver;
}

void finishConnecting(Driver& driver, const Json& session)
{
    driver.server({{"type", "session.created"}, {"session", Json::object()}});
    driver.server({{"type", "session.updated"}, {"session", session}});
}

const Json byHand = Json::parse(R"({"audio":{"input":{"turn_detection":null}}})");

SessionSettings telephoneSettings()
{
    SessionSettings settings;
    settings.session.inputFormat = wire::AudioFormat::pcmu;
    settings.session.outputFormat = wire::AudioFormat::pcmu;
    return settings;
}

const Json telephone = Json::parse(R"({"audio":{"input":{"format":{"type":"audio/pcmu"},"turn_detection":null},
                                       "output":{"format":{"type":"audio/pcmu"}}}})");

} // namespace

TEST_CASE("what is said, written and committed while connecting goes out in that order", "[input]")
{
    auto driver = connecting();
    driver.feed(input::SendAudio{samples(2400), true});
    driver.feed(input::SendMessage{wire::Item::userText("and look at this")});
    driver.feed(input::SendAudio{samples(2400), false});
    driver.feed(input::ClearAudio{});
    driver.feed(input::SendAudio{samples(2400), true});
    finishConnecting(driver, byHand);
    CHECK(sentTypes(driver) ==
          "input_audio_buffer.append input_audio_buffer.commit conversation.item.create input_audio_buffer.append "
          "input_audio_buffer.clear input_audio_buffer.append input_audio_buffer.commit response.create");
}

TEST_CASE("a commit whose audio gave way while connecting is withheld and said", "[input]")
{
    auto driver = connecting();
    driver.feed(input::SendAudio{samples(2400), true});
    driver.feed(input::SendAudio{samples(72000), true});
    finishConnecting(driver, byHand);
    CHECK(driver.sent<wire::InputAudioCommit>().size() == 1);
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("an item goes as it is, and asks for an answer only where it is to", "[input]")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::SendMessage{wire::Item::systemText("The door is open."), false});
    CHECK(driver.sent<wire::ItemCreate>().at(0).item.role == wire::Role::system);
    CHECK(driver.sent<wire::ResponseCreate>().empty());
}

TEST_CASE("a picture stays in the history though the service repeats its item without it", "[input]")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::SendMessage{wire::Item::userImage("data:image/png;base64,AA", "What is it?")});
    const auto id = driver.sent<wire::ItemCreate>().at(0).item.id;
    CHECK_FALSE(id.empty());
    driver.server(
        {{"type", "conversation.item.added"},
         {"item",
          {{"id", id},
           {"type", "message"},
           {"role", "user"},
           {"content",
            {{{"type", "input_image"}, {"image_url", nullptr}}, {{"type", "input_text"}, {"text", "What is it?"}}}}}}});
    const auto* item = driver.core.history().find(id);
    REQUIRE(item != nullptr);
    CHECK(item->content.at(0).rest.at("image_url") == "data:image/png;base64,AA");
}

TEST_CASE("clearing forgets what was said, so that there is nothing to commit", "[input]")
{
    Driver driver;
    driver.becomeReady(byHand);
    driver.feed(input::SendAudio{samples(4800), false});
    driver.feed(input::ClearAudio{});
    CHECK(sentTypes(driver) == "input_audio_buffer.clear");
    driver.feed(input::SendAudio{{}, true});
    CHECK(driver.sent<wire::InputAudioCommit>().empty());
    CHECK(driver.published<Warning>().size() == 1);
}

TEST_CASE("answers asked for by hand come one after the other, each with its own overrides", "[input]")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::CreateResponse{{{"instructions", "first"}}});
    CHECK(driver.sent<wire::ResponseCreate>().at(0).response.at("instructions") == "first");
    driver.feed(input::CreateResponse{{{"instructions", "second"}}});
    driver.feed(input::CreateResponse{nullptr});
    driver.server(responseEvent("response.created", "r1"));
    CHECK(driver.sent<wire::ResponseCreate>().empty());
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().at(0).response.at("instructions") == "second");
    driver.server(responseEvent("response.created", "r2"));
    driver.server(responseEvent("response.done", "r2", "completed"));
    CHECK_FALSE(driver.sent<wire::ResponseCreate>().at(0).response.contains("instructions"));
}

TEST_CASE("the raw door sends what is an event, and refuses the rest", "[input][raw]")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::SendRaw{{{"type", "conversation.item.retrieve"}, {"item_id", "i"}}});
    CHECK(sentTypes(driver) == "conversation.item.retrieve");
    driver.feed(input::SendRaw{Json::array()});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<ErrorEvent>().at(0).error.code == ErrorCode::invalidArgument);
}

TEST_CASE("a raw response.create waits for its turn", "[input][raw]")
{
    Driver driver;
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.feed(input::SendRaw{{{"type", "response.create"}, {"response", {{"instructions", "raw"}}}}});
    CHECK(driver.last.send.empty());
    driver.server(responseEvent("response.done", "r1", "completed"));
    CHECK(driver.sent<wire::ResponseCreate>().at(0).response.at("instructions") == "raw");
}

TEST_CASE("a refused request for an answer is told to its caller, and the next one goes", "[input]")
{
    Driver driver;
    driver.becomeReady();
    driver.feed(input::CreateResponse{{{"max_output_tokens", 0}}});
    const auto tag = driver.last.send.at(0).eventId;
    driver.feed(input::CreateResponse{{{"instructions", "next"}}});
    driver.server({{"type", "error"}, {"error", {{"code", "invalid_value"}, {"message", "m"}, {"event_id", tag}}}});
    CHECK(driver.published<ErrorEvent>().at(0).request == tag);
    CHECK(driver.sent<wire::ResponseCreate>().at(0).response.at("instructions") == "next");
}

TEST_CASE("a turn over the telephone is compressed, committed whole and long enough", "[input][g711]")
{
    auto driver = connecting(telephoneSettings());
    finishConnecting(driver, telephone);
    driver.feed(input::SendAudio{samples(1200), false});
    std::size_t sent = 0;
    const auto count = [&]
    {
        for (const auto& append : driver.sent<wire::InputAudioAppend>())
        {
            CHECK(append.format == wire::AudioFormat::pcmu);
            sent += append.samples.size();
        }
    };
    count();
    driver.feed(input::SendAudio{samples(1200), true});
    count();
    CHECK(sent == 800);
    CHECK(driver.sent<wire::InputAudioCommit>().size() == 1);
    CHECK(driver.sent<wire::ResponseCreate>().size() == 1);
}

TEST_CASE("a service that stays with PCM is sent PCM, and the change is told", "[input][g711]")
{
    auto driver = connecting(telephoneSettings());
    finishConnecting(driver, Json::parse(R"({"audio":{"input":{"format":{"type":"audio/pcm","rate":24000}},
                                                       "output":{"format":{"type":"audio/pcm","rate":24000}}}})"));
    CHECK(driver.published<SettingsDowngraded>().at(0).fields ==
          std::vector<std::string>{"audio.input.format.type", "audio.output.format.type"});
    driver.feed(input::SendAudio{samples(480), false});
    CHECK(driver.sent<wire::InputAudioAppend>().at(0).format == wire::AudioFormat::pcm);
    CHECK(driver.core.speechFormat() == wire::AudioFormat::pcm);
}

TEST_CASE("speech over the telephone comes out at 24 kHz, and a truncation names its true milliseconds", "[g711]")
{
    auto driver = connecting(telephoneSettings());
    finishConnecting(driver, telephone);
    driver.server(responseEvent("response.created", "r1"));
    std::size_t heard = 0;
    const auto count = [&]
    {
        for (const auto& chunk : driver.last.speech)
            heard += chunk.samples.size();
    };
    for (int i = 0; i < 5; ++i)
    {
        driver.feed(wire::ServerEvent(
            wire::AudioDelta{"r1", "i1", 0, std::vector<std::int16_t>(160, 500), false, wire::AudioFormat::pcmu}));
        count();
    }
    CHECK(heard < 2400);
    driver.server({{"type", "response.output_audio.done"}, {"response_id", "r1"}, {"item_id", "i1"}});
    count();
    CHECK(heard == 2400);
    driver.server(itemDone("i1"));
    driver.feed(input::PlaybackInterrupted{{{{"r1", "i1", 0}, 1200, 2400}}});
    CHECK(driver.sent<wire::ItemTruncate>().at(0).audioEndMs == 50);
}

TEST_CASE("a service without hearing is written to, and its user is told once", "[input][capabilities]")
{
    SessionSettings settings;
    settings.capabilities.audio = false;
    auto driver = connecting(settings);
    finishConnecting(driver, Json::object());
    driver.feed(input::SendAudio{samples(4800), true});
    CHECK(driver.last.send.empty());
    CHECK(driver.published<Warning>().size() == 1);
    CHECK(driver.feed(input::SendAudio{samples(4800), true}).publish.empty());
}

TEST_CASE("a service that cannot cancel has its answer silenced here", "[input][capabilities]")
{
    SessionSettings settings;
    settings.capabilities = {.cancel = false, .truncate = false};
    Driver driver(settings);
    driver.becomeReady();
    driver.server(responseEvent("response.created", "r1"));
    driver.server(audioDelta("r1", "i1", 2400));
    driver.feed(input::Interrupt{});
    CHECK(driver.last.flushPlayout);
    CHECK(driver.last.send.empty());
    driver.server(itemDone("i1"));
    driver.feed(input::PlaybackInterrupted{{{{"r1", "i1", 0}, 1200, 2400}}});
    CHECK(driver.last.send.empty());
    CHECK(driver.server(audioDelta("r1", "i1", 2400)).speech.empty());
}

TEST_CASE("an edited history is deleted and created where it differs", "[input][history]")
{
    Driver driver;
    driver.becomeReady();
    for (const auto* id : {"a", "b"})
        driver.server({{"type", "conversation.item.added"},
                       {"item",
                        {{"id", id},
                         {"type", "message"},
                         {"role", "user"},
                         {"content", {{{"type", "input_text"}, {"text", id}}}}}}});
    auto items = driver.core.history().items();
    items.erase(items.begin());
    items.push_back(wire::Item::userText("new"));
    driver.feed(input::UpdateHistory{items});
    CHECK(sentTypes(driver) == "conversation.item.delete conversation.item.create");
    CHECK(driver.sent<wire::ItemDelete>().at(0).itemId == "a");
    CHECK(driver.sent<wire::ItemCreate>().at(0).previousItemId == "b");
    CHECK_FALSE(driver.sent<wire::ItemCreate>().at(0).item.id.empty());
}
