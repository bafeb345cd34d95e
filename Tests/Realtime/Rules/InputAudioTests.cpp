// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/InputAudio.h"

#include <catch2/catch.hpp>

using namespace parley::realtime;

namespace
{

std::vector<std::int16_t> samples(std::size_t count, std::int16_t value = 1)
{
    return std::vector<std::int16_t>(count, value);
}

void append(InputAudio& audio, std::size_t count)
{
    CHECK(audio.append(samples(count)).size() == 1);
}

} // namespace

TEST_CASE("the last three seconds are kept, in order, and go out in messages of 100 ms")
{
    InputAudio audio;
    audio.keep(samples(24000, 1));
    audio.keep(samples(60001, 2));
    const auto events = audio.release();
    REQUIRE(events.size() == 30);
    CHECK(std::get<parley::wire::InputAudioAppend>(events.front().body).samples.front() == 1);
    CHECK(std::get<parley::wire::InputAudioAppend>(events.back().body).samples.back() == 2);
    CHECK(audio.droppedSamples() == 12001);
    CHECK(audio.release().empty());
}

TEST_CASE("kept audio comes out piece by piece, and what gave way is missing from the oldest")
{
    InputAudio audio;
    audio.keep(samples(30000, 1));
    const auto place = audio.keptEnd();
    audio.keep(samples(48000, 2));
    const auto count = [](const auto& events)
    {
        std::size_t total = 0;
        for (const auto& event : events)
            total += std::get<parley::wire::InputAudioAppend>(event.body).samples.size();
        return total;
    };
    CHECK(count(audio.release(place)) == 24000);
    CHECK(count(audio.release(place)) == 0);
    CHECK(count(audio.release()) == 48000);
}

TEST_CASE("the echo of a commit does not count away what was said behind it")
{
    InputAudio audio;
    append(audio, 2400);
    REQUIRE(audio.mayCommit());
    append(audio, 2400);
    CHECK_FALSE(audio.committed());
    CHECK(audio.mayCommit());
}

TEST_CASE("a commit of the service's own begins the count anew")
{
    InputAudio audio;
    append(audio, 4800);
    CHECK(audio.committed());
    CHECK_FALSE(audio.mayCommit());
    append(audio, 2400);
    CHECK(audio.mayCommit());
}

TEST_CASE("a refused commit is not waited for")
{
    InputAudio audio;
    append(audio, 2400);
    REQUIRE(audio.mayCommit());
    audio.commitRefused();
    CHECK(audio.committed());
}

TEST_CASE("no samples make no message")
{
    InputAudio audio;
    CHECK(audio.append({}).empty());
}
