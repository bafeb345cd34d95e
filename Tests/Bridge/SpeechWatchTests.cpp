// SPDX-License-Identifier: Apache-2.0
#include "Bridge/SpeechWatch.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

/// One letter a frame, S speech and . silence; the changes come back at their places.
std::string judged(std::string_view frames, std::chrono::milliseconds confirmation = 50ms,
                   std::chrono::milliseconds silence = 100ms)
{
    SpeechWatch watch;
    watch.use(confirmation, silence);
    std::string changes;
    for (const auto frame : frames)
    {
        const auto change = watch.judge(frame == 'S');
        changes += change ? realtime::toString(*change).front() : '-';
    }
    return changes;
}

} // namespace

TEST_CASE("speech is suspected, confirmed, and ended, each at its frame")
{
    // s(uspected) c(onfirmed) d(ismissed) e(nded)
    CHECK(judged("..SSSSSSS..........") == "---s--c-----------e");
    CHECK(judged("..S...S...") == "----------");
    CHECK(judged("SS......SS") == "-s-----d-s");
    CHECK(judged("SSS..SS......") == "-s----c------");
    CHECK(judged("SSSSS.........S..........") == "-s--c-------------------e");
}

TEST_CASE("how long speech must last to be confirmed can be set")
{
    CHECK(judged("SSSSSSSSSSSSSSSS", 150ms) == "-s------------c-");
    CHECK(judged("SSSSS", 20ms, 100ms).find('c') != std::string::npos);
}

TEST_CASE("the beginning of a stretch of speech is known when it is confirmed")
{
    SpeechWatch watch;
    watch.use(50ms, 100ms);
    for (const bool isSpeech : {false, true, true, false, true, true})
        CHECK_FALSE(watch.judge(isSpeech) == realtime::LocalSpeechState::confirmed);
    CHECK(watch.judge(true) == realtime::LocalSpeechState::confirmed);
    CHECK(watch.framesSinceOnset() == 6);
}

TEST_CASE("a stretch of speech can be given up")
{
    SpeechWatch watch;
    CHECK_FALSE(watch.restart());
    for (int frame = 0; frame < 2; ++frame)
        static_cast<void>(watch.judge(true));
    CHECK(watch.restart() == realtime::LocalSpeechState::dismissed);
    for (int frame = 0; frame < 15; ++frame)
        static_cast<void>(watch.judge(true));
    CHECK(watch.restart() == realtime::LocalSpeechState::ended);
}
