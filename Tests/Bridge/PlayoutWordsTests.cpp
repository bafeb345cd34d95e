// SPDX-License-Identifier: Apache-2.0
#include "Support/PlayoutHost.h"

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

std::string toldBy(const PlayoutHost& host)
{
    std::string text;
    for (const auto& caption : host.captions)
        text += caption.text;
    return text;
}

} // namespace

TEST_CASE("captions follow the voice: a word is told within 50 ms of where it stands in the answer")
{
    PlayoutHost host(48000, 480);
    const std::string text = "aaaaaaaa bbbbbbb ccccccc ddddddd eeeeeee fffffff ggggggg hhhhhhh iiiiiii jjjjjjj";
    host.arrive("r1", "i1", 24000 * 4);
    host.playout.observe(realtime::AnswerDelta{"r1", "i1", text, true});
    host.playout.observe(realtime::AnswerDone{"r1", "i1", 0, text, true});
    host.playout.speechComplete("r1");
    for (int tick = 0; tick < 450; ++tick)
    {
        const auto before = host.captions.size();
        const auto heardMs = static_cast<double>(host.fifo.position()) / 48;
        host.pass(10ms);
        for (auto i = before; i < host.captions.size(); ++i)
            CHECK(static_cast<double>(host.captions[i].at.count()) == Approx(heardMs).margin(50));
    }
    CHECK(host.captions.size() == 10);
    CHECK(toldBy(host) == text);
}

TEST_CASE("every word of an answer is told before the answer is finished")
{
    PlayoutHost host(44100, 441);
    host.arrive("r1", "i1", 12000);
    host.playout.observe(realtime::AnswerDelta{"r1", "i1", "first part", true});
    host.arrive("r1", "i2", 12000);
    host.playout.observe(realtime::AnswerDelta{"r1", "i2", " second part", true});
    host.playout.speechComplete("r1");
    while (host.finished.empty() && host.played.size() < 441 * 300)
        host.pass(10ms);
    REQUIRE(host.finished.size() == 1);
    CHECK(toldBy(host) == "first part second part");
}

TEST_CASE("of an answer that is cut no word is told that was not heard")
{
    PlayoutHost host(48000, 480);
    const std::string text = "one two three four five six seven eight";
    host.arrive("r1", "i1", 24000 * 4);
    host.playout.observe(realtime::AnswerDelta{"r1", "i1", text, true});
    host.playout.observe(realtime::AnswerDone{"r1", "i1", 0, text, true});
    host.playout.speechComplete("r1");
    host.pass(2000ms);
    host.interrupt();
    host.pass(3000ms);
    CHECK(toldBy(host) == "one two three four five");
}

TEST_CASE("the words of a later content part of an item belong to that part")
{
    PlayoutHost host(48000, 480);
    host.playout.observe(realtime::AnswerDelta{"r1", "i1", "written", false});
    host.playout.observe(realtime::AnswerDone{"r1", "i1", 0, "written", false});
    host.playout.observe(realtime::AnswerDelta{"r1", "i1", "spoken", true});
    std::vector<std::int16_t> voice(2400, 5000);
    REQUIRE(host.playout.speech({"r1", "i1", 1}, voice));
    host.playout.speechComplete("r1");
    host.pass(300ms);
    REQUIRE(host.captions.size() == 1);
    CHECK(host.captions[0].text == "spoken");
    CHECK(host.captions[0].contentIndex == 1);
}

TEST_CASE("the first audible frame is told with the time of the block in which it left")
{
    const auto rate = GENERATE(16000, 48000, 96000);
    PlayoutHost host(rate, rate / 100);
    const auto begin = host.now;
    const std::vector<std::int16_t> quiet(2400, 20);
    host.arrive("r1", "i1", quiet);
    host.arrive("r1", "i1", 24000);
    host.playout.speechComplete("r1");
    host.pass(1500ms);
    REQUIRE(host.audible.size() == 1);
    CHECK(host.audible[0].first == "r1");
    const auto loud = std::find_if(host.played.begin(), host.played.end(),
                                   [](float frame) { return std::abs(frame) > Playout::audibleAbove; });
    const auto block = (loud - host.played.begin()) / (rate / 100);
    CHECK(host.audible[0].second - begin == block * 10ms);
    CHECK(host.started.size() == 1);
}

TEST_CASE("an answer without a sound is never audible, and each audible answer is told once")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", std::vector<std::int16_t>(4800, 0));
    host.playout.speechComplete("r1");
    host.pass(500ms);
    CHECK(host.audible.empty());
    for (const auto* item : {"i1", "i2"})
        host.arrive("r2", item, 4800);
    host.pass(200ms);
    host.rate = 44100;
    host.pass(300ms);
    host.playout.speechComplete("r2");
    host.arrive("r3", "i3", 4800);
    host.playout.speechComplete("r3");
    host.pass(1000ms);
    REQUIRE(host.audible.size() == 2);
    CHECK(host.audible[0].first == "r2");
    CHECK(host.audible[1].first == "r3");
}

TEST_CASE("levels are told every 50 ms of what sounds, with zeros once at the end")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", std::vector<std::int16_t>(12000, 0));
    host.arrive("r1", "i1", 12000);
    host.playout.speechComplete("r1");
    host.pass(2s);
    REQUIRE(host.levels.size() == 21);
    for (std::size_t i = 0; i < 9; ++i)
        CHECK(host.levels[i].peak < 0.01F);
    for (std::size_t i = 10; i < 20; ++i)
    {
        CHECK(host.levels[i].peak == Approx(0.244).margin(0.01));
        CHECK(host.levels[i].rms == Approx(0.1726).margin(0.01));
    }
    CHECK(host.levels[20].peak == 0.0F);
}

TEST_CASE("an interruption ends the levels with zeros at once")
{
    PlayoutHost host(48000, 480);
    host.arrive("r1", "i1", 24000 * 3);
    host.pass(1s);
    host.interrupt();
    const auto before = host.levels.size();
    host.pass(40ms);
    REQUIRE(host.levels.size() == before + 1);
    CHECK(host.levels.back().peak == 0.0F);
    host.pass(1s);
    CHECK(host.levels.size() == before + 1);
}
