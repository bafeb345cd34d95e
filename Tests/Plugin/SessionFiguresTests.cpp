// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/SessionFigures.h"

#include <catch2/catch.hpp>

using namespace parley::plugin;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

class Session
{
public:
    Session()
    {
        tell(ConnectionChanged{ConnectionState::connecting, {}});
        tell(ConnectionChanged{ConnectionState::ready, {}});
    }
    Phase tell(const Event& event)
    {
        reader.apply(event);
        return reader.figures().phase;
    }
    SessionFigureReader reader;
};

LatencyMeasured latency(std::string response, std::chrono::microseconds heard)
{
    LatencyMeasured measured;
    measured.responseId = std::move(response);
    measured.wireToOutput = 12ms;
    measured.endOfSpeechToAudible = heard;
    return measured;
}

} // namespace

TEST_CASE("an agent listens, thinks from the user's last word on, and speaks as long as it sounds")
{
    Session session;
    CHECK(session.reader.figures().phase == Phase::listening);
    CHECK(session.tell(UserSpeechStarted{"u", 0}) == Phase::listening);
    CHECK(session.reader.figures().isUserSpeaking);
    CHECK(session.tell(UserSpeechStopped{"u", 900}) == Phase::listening);
    CHECK(session.tell(InputCommitted{"u", ""}) == Phase::thinking);
    CHECK(session.tell(TurnStarted{"r", "Ada"}) == Phase::thinking);
    CHECK(session.tell(PlaybackStarted{"r", 10ms}) == Phase::speaking);
    CHECK(session.tell(TurnEnded{"r", "Ada", "completed", "", {}}) == Phase::speaking);
    CHECK(session.tell(PlaybackFinished{"r"}) == Phase::listening);
    CHECK(session.reader.figures().agent == "Ada");
}

TEST_CASE("an agent that is interrupted listens, and an answer beside the conversation changes nothing")
{
    Session session;
    session.tell(TurnStarted{"r", "Ada"});
    session.tell(PlaybackStarted{"r", 10ms});
    session.tell(TurnEnded{"r", "Ada", "cancelled", "turn_detected", {}});
    CHECK(session.tell(AudioInterrupted{"a", 0, 200ms, "r"}) == Phase::listening);
    CHECK(session.tell(TurnStarted{"o", "Ada", true, "q"}) == Phase::listening);
}

TEST_CASE("a connection that is lost, fails or ends is told as what it is")
{
    Session session;
    session.tell(SessionStarted{"s", 1234});
    CHECK(session.reader.figures().expiresAt == 1234);
    CHECK(session.tell(Reconnecting{1, 1s, {}}) == Phase::reconnecting);
    CHECK(session.tell(ConnectionChanged{ConnectionState::ready, {}}) == Phase::listening);
    CHECK(session.tell(ConnectionChanged{ConnectionState::failed, {}}) == Phase::failed);
    CHECK(session.tell(ConnectionChanged{ConnectionState::disconnected, {}}) == Phase::offline);
    CHECK(session.reader.figures().expiresAt == 0);
}

TEST_CASE("the latencies of the last fifty answers are kept, also over a new session")
{
    Session session;
    for (int turn = 0; turn < 60; ++turn)
        session.tell(latency("r", std::chrono::milliseconds(turn)));
    session.tell(latency("", 1s));
    session.tell(ConnectionChanged{ConnectionState::connecting, {}});
    const auto& kept = session.reader.figures().latencies;
    REQUIRE(kept.size() == SessionFigureReader::mostLatencies);
    CHECK(kept.back() == TurnLatency{12.0, 59.0, 0.0});
    CHECK(kept.front().endOfSpeechToAudibleMs == 10.0);
}

TEST_CASE("tokens, limits, echo and level are the latest that were told")
{
    Session session;
    UsageUpdated used;
    used.total.inputTokens = 120;
    session.tell(used);
    session.tell(RateLimitsUpdated{{{"tokens", 1000, 10, 1s}}});
    session.tell(EchoMeasured{40ms, -20, -45, false});
    session.tell(OutputLevel{0.1F, 0.3F});
    session.tell(HandoffEvent{"Ada", "Byron"});
    const auto& now = session.reader.figures();
    CHECK(now.usage.inputTokens == 120);
    CHECK(now.rateLimits.at(0).remaining == 10);
    REQUIRE(now.echo);
    CHECK(now.echo->residualDb == -45);
    CHECK(now.outputRms == 0.1F);
    CHECK(now.agent == "Byron");
}
