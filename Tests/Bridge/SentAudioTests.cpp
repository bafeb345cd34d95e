// SPDX-License-Identifier: Apache-2.0
#include "Bridge/SentAudio.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

using Time = SentAudio::Time;

/// Sends messages in real time, so that the sample at `p` was captured at `start + p`.
struct Sender
{
    SentAudio sent;
    Time now = Time(1h);
    std::size_t phase = 0;
    std::chrono::milliseconds message{20};

    void send(std::chrono::milliseconds length, double amplitude, double frequency = 440)
    {
        for (; length > 0ms; length -= message)
        {
            std::vector<std::int16_t> samples(static_cast<std::size_t>(message.count()) * 24);
            for (auto& sample : samples)
                sample = static_cast<std::int16_t>(
                    32767 * amplitude *
                    std::sin(2 * std::numbers::pi * frequency * static_cast<double>(phase++) / 24000));
            sent.sent(samples, now += message);
        }
    }
};

} // namespace

TEST_CASE("the end of speech is found in what was sent, and told in the time of its capture")
{
    Sender sender;
    sender.send(500ms, 0);
    sender.send(1000ms, 0.3);
    sender.send(500ms, 0.0005);
    const auto end = sender.sent.endOfSpeech(24 * 1900);
    REQUIRE(end);
    CHECK(std::chrono::abs(*end - (Time(1h) + 1500ms)) <= 10ms);
}

TEST_CASE("messages of any length are one time axis")
{
    for (const auto message : {3ms, 7ms, 25ms})
    {
        Sender sender;
        sender.message = message;
        sender.send(525ms, 0);
        sender.send(1050ms, 0.3);
        sender.send(525ms, 0);
        CHECK(sender.sent.position() == 24 * 2100);
        for (const int heard : {1575, 1600, 2100})
        {
            const auto end = sender.sent.endOfSpeech(static_cast<std::uint64_t>(24 * heard));
            REQUIRE(end);
            CHECK(std::chrono::abs(*end - (Time(1h) + 1575ms)) <= 10ms);
        }
    }
}

TEST_CASE("what was said behind the end of the turn does not count")
{
    Sender sender;
    sender.send(1000ms, 0.3);
    sender.send(500ms, 0);
    sender.send(1000ms, 0.3);
    const auto end = sender.sent.endOfSpeech(24 * 1400);
    REQUIRE(end);
    CHECK(std::chrono::abs(*end - (Time(1h) + 1000ms)) <= 10ms);
}

TEST_CASE("rumble is no speech")
{
    Sender sender;
    sender.send(1000ms, 0.3);
    sender.send(500ms, 0.1, 20);
    const auto end = sender.sent.endOfSpeech(24 * 1500);
    REQUIRE(end);
    CHECK(std::chrono::abs(*end - (Time(1h) + 1000ms)) <= 20ms);
}

TEST_CASE("where speech ended long ago nobody guesses, and what is forgotten is not told")
{
    Sender sender;
    CHECK_FALSE(sender.sent.endOfSpeech(0));
    sender.send(100ms, 0.3);
    sender.send(30s, 0);
    CHECK_FALSE(sender.sent.endOfSpeech(24 * 100));
    CHECK(sender.sent.endOfSpeech(24 * 30000) == Time(1h) + 30s);
    CHECK(sender.sent.position() == 24 * 30100);
}
