// SPDX-License-Identifier: Apache-2.0
// Recordings made with the local service go through the rules again: what came out then must come out now.
#include "Realtime/EventJson.h"
#include "Realtime/RecordingReplay.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace parley;
using namespace parley::realtime;
using namespace std::chrono_literals;

namespace
{

Recording recordingNamed(const std::string& name)
{
    auto recording = Recording::read(std::filesystem::path(PARLEY_PROJECT_DIRECTORY) / "Tests/Recordings" / name);
    INFO((recording ? "" : recording.error().message));
    REQUIRE(recording);
    return std::move(recording).value();
}

template <typename T>
std::vector<T> all(const ReplayResult& result)
{
    std::vector<T> found;
    for (const auto& replayed : result.events)
        if (const auto* event = std::get_if<T>(&replayed.event))
            found.push_back(*event);
    return found;
}

/// The types of what was told, in order, each run of one type once; what is not named in `wanted` is left out.
std::vector<std::string> course(const ReplayResult& result, const std::vector<std::string>& wanted)
{
    std::vector<std::string> types;
    for (const auto& replayed : result.events)
    {
        auto type = toJson(replayed.event).at("type").get<std::string>();
        const bool isWanted = std::ranges::find(wanted, type) != wanted.end();
        if (isWanted && (types.empty() || types.back() != type))
            types.push_back(std::move(type));
    }
    return types;
}

std::string said(const ReplayResult& result)
{
    std::string text;
    for (const auto& delta : all<AnswerDelta>(result))
        text += delta.delta;
    return text;
}

void checkIsQuiet(const ReplayResult& result)
{
    CHECK(result.differences == std::vector<std::string>{});
    CHECK(all<Warning>(result).empty());
    CHECK(all<ErrorEvent>(result).empty());
}

} // namespace

TEST_CASE("a recorded text turn is replayed with the same events and frames", "[recordings]")
{
    const auto recording = recordingNamed("text-turn.jsonl");
    const auto result = replay(recording);
    checkIsQuiet(result);
    CHECK(course(result, {"session_started", "turn_started", "answer_delta", "answer_done", "turn_ended"}) ==
          std::vector<std::string>{"session_started", "turn_started", "answer_delta", "answer_done", "turn_ended"});
    CHECK(said(result) == "Hello from the recording.");
    CHECK(all<AnswerDone>(result).at(0).text == said(result));
    CHECK(all<TurnEnded>(result).at(0).status == "completed");
    CHECK(all<ConnectionChanged>(result).back().state == ConnectionState::disconnected);
}

TEST_CASE("a recorded spoken turn is replayed from speech to speech", "[recordings]")
{
    const auto result = replay(recordingNamed("spoken-turn.jsonl"));
    checkIsQuiet(result);
    CHECK(course(result, {"turn_started", "answer_delta", "audio_end", "turn_ended"}) ==
          std::vector<std::string>{"turn_started", "answer_delta", "audio_end", "turn_ended"});
    const auto answer = all<AnswerDone>(result);
    REQUIRE(answer.size() == 1);
    CHECK(answer[0].isSpoken);
    REQUIRE(all<UserTranscriptCompleted>(result).size() == 1);
    CHECK(all<UserTranscriptCompleted>(result)[0].transcript == "go forward");
    CHECK(answer[0].text == "Good.");
}

TEST_CASE("a recorded tool turn is replayed with its call, its output and the answer to it", "[recordings]")
{
    const auto result = replay(recordingNamed("tool-turn.jsonl"));
    checkIsQuiet(result);
    const auto started = all<ToolStarted>(result);
    const auto ended = all<ToolEnded>(result);
    REQUIRE(started.size() == 1);
    REQUIRE(ended.size() == 1);
    CHECK(started[0].tool == "closing_time");
    CHECK(ended[0].callId == started[0].callId);
    CHECK(ended[0].output.find("We close at six.") != std::string::npos);
    CHECK(said(result) == "We close at six.");
    CHECK(all<TurnEnded>(result).size() == 2);
}

TEST_CASE("a replay is the same each time, and keeps the recording's times", "[recordings]")
{
    const auto recording = recordingNamed("text-turn.jsonl");
    const auto first = replay(recording);
    const auto second = replay(recording);
    REQUIRE(first.events.size() == second.events.size());
    for (std::size_t i = 0; i < first.events.size(); ++i)
    {
        CHECK(first.events[i].at == second.events[i].at);
        CHECK(toJson(first.events[i].event) == toJson(second.events[i].event));
    }
    CHECK(first.events.back().at <= recording.lines.back().at);
}

TEST_CASE("a replay tells where this version would send something else", "[recordings]")
{
    auto recording = recordingNamed("text-turn.jsonl");
    const auto create =
        std::ranges::find_if(recording.lines, [](const auto& line) { return line.type() == "response.create"; });
    REQUIRE(create != recording.lines.end());
    auto unknown = *create;
    recording.lines.erase(create);
    unknown.event = {{"type", "input_audio_buffer.clear"}};
    recording.lines.push_back(unknown);
    const auto result = replay(recording);
    REQUIRE(result.differences.size() == 2);
    CHECK(result.differences[0].find("sends input_audio_buffer.clear, which this version does not") !=
          std::string::npos);
    CHECK(result.differences[1].find("response.create, which the recording does not hold") != std::string::npos);
}

TEST_CASE("a recording that stops in the middle is replayed as far as it goes, deadlines and all", "[recordings]")
{
    auto recording = recordingNamed("text-turn.jsonl");
    const auto created =
        std::ranges::find_if(recording.lines, [](const auto& line) { return line.type() == "session.created"; });
    REQUIRE(created != recording.lines.end());
    auto late = recording.lines.back();
    recording.lines.erase(created + 1, recording.lines.end());
    late.from = RecordedLine::From::parley;
    late.event = {{"type", "warning"}};
    late.at = recording.lines.back().at + 20s;
    recording.lines.push_back(late);
    const auto result = replay(recording);
    REQUIRE(all<Warning>(result).size() == 1);
    CHECK(all<Warning>(result)[0].error.code == ErrorCode::timeout);
    CHECK(all<ConnectionChanged>(result).back().state == ConnectionState::ready);
}
