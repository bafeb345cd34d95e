// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/ParameterValues.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::plugin;
using namespace std::chrono_literals;

namespace
{

template <typename T>
wire::Nullable<T> null()
{
    return std::variant<std::nullptr_t, T>(nullptr);
}

const wire::ServerVad& serverVadOf(const wire::SessionConfig& session)
{
    return std::get<wire::ServerVad>(std::get<wire::TurnDetection>(session.turnDetection.value()));
}

} // namespace

TEST_CASE("a session is asked for what the parameters say, and for nothing a service may not know")
{
    const auto session =
        sessionOf({.vadThreshold = 0.7, .silenceMs = 300, .prefixPaddingMs = 100, .idleTimeoutS = 6.5});
    const auto& vad = serverVadOf(session);
    CHECK(vad.threshold == 0.7);
    CHECK(vad.silenceDurationMs == 300);
    CHECK(vad.prefixPaddingMs == 100);
    CHECK(vad.idleTimeoutMs == 6500);
    CHECK(vad.createResponse == true);
    CHECK(vad.interruptResponse == true);
    CHECK_FALSE(session.speed);
    CHECK_FALSE(session.noiseReduction);
    CHECK_FALSE(serverVadOf(sessionOf({.idleTimeoutS = 4.9})).idleTimeoutMs);
    CHECK(sessionOf({.speed = 1.2}).speed == 1.2);
}

TEST_CASE("where this side finds the turns, the service is asked for none")
{
    for (const auto mode : {TurnMode::local, TurnMode::pushToTalk, TurnMode::off})
        CHECK(sessionOf({.turnMode = mode}).turnDetection == null<wire::TurnDetection>());
}

TEST_CASE("a session under way is told what has changed and nothing else")
{
    const ParameterValues before;
    CHECK(sessionChanges(before, before) == wire::SessionConfig{});
    CHECK(sessionChanges(before, {.isMicMuted = true, .agentLevelDb = -6, .echoMode = bridge::EchoMode::cancel}) ==
          wire::SessionConfig{});
    CHECK(sessionChanges(before, {.eagerness = wire::Eagerness::high}) == wire::SessionConfig{});
    const auto slower = sessionChanges(before, {.speed = 0.8});
    CHECK(slower.speed == 0.8);
    CHECK_FALSE(slower.turnDetection);
    CHECK(sessionChanges({.speed = 0.8}, before).speed == 1.0);
    CHECK(sessionChanges({.noiseReduction = NoiseReduction::farField}, before).noiseReduction ==
          null<wire::NoiseReduction>());
    CHECK(serverVadOf(sessionChanges(before, {.silenceMs = 900})).silenceDurationMs == 900);
    CHECK(sessionChanges(before, {.turnMode = TurnMode::pushToTalk}).turnDetection == null<wire::TurnDetection>());
}

TEST_CASE("the way of the audio follows the parameters, within what it can do")
{
    bridge::AudioSettings audio;
    audio.capture.highPass = true;
    applyTo(audio, {.inputGainDb = 9,
                    .turnMode = TurnMode::local,
                    .silenceMs = 10000,
                    .prefixPaddingMs = 5000,
                    .bargeIn = BargeIn::local,
                    .echoMode = bridge::EchoMode::gate,
                    .noiseReduction = NoiseReduction::moderate});
    CHECK(audio.capture.gainDb == 9);
    CHECK(audio.capture.highPass);
    CHECK(audio.capture.noiseReduction == parley::audio::NoiseReduction::moderate);
    CHECK(audio.echo.mode == bridge::EchoMode::gate);
    CHECK(audio.turns.mode == bridge::TurnMode::local);
    CHECK(audio.turns.localBargeIn);
    CHECK(audio.turns.silence == 5000ms);
    CHECK(audio.turns.preRoll == 1000ms);
    bridge::AudioSettings untouched;
    applyTo(untouched, {});
    CHECK(untouched == bridge::AudioSettings{});
}

TEST_CASE("opening the same agents file gives the same parameters, whatever was set before")
{
    wire::SessionConfig file;
    wire::ServerVad vad;
    vad.silenceDurationMs = 800;
    vad.interruptResponse = false;
    file.turnDetection = wire::TurnDetection(vad);
    ParameterValues values{.inputGainDb = 6,
                           .turnMode = TurnMode::pushToTalk,
                           .vadThreshold = 0.9,
                           .echoMode = bridge::EchoMode::cancel,
                           .noiseReduction = NoiseReduction::nearField,
                           .speed = 0.7};
    takeFrom(values, file);
    CHECK(values ==
          ParameterValues{
              .inputGainDb = 6, .silenceMs = 800, .bargeIn = BargeIn::off, .echoMode = bridge::EchoMode::cancel});
}

TEST_CASE(
    "a file that wants no turn detection leaves turns to the talk key, or to this side where it finds them already")
{
    wire::SessionConfig file;
    file.turnDetection = null<wire::TurnDetection>();
    ParameterValues values;
    takeFrom(values, file);
    CHECK(values.turnMode == TurnMode::pushToTalk);
    values.turnMode = TurnMode::local;
    takeFrom(values, file);
    CHECK(values.turnMode == TurnMode::local);
}

TEST_CASE("noise reduction on this side is no matter of an agents file's")
{
    ParameterValues values{.noiseReduction = NoiseReduction::high};
    takeFrom(values, {});
    CHECK(values.noiseReduction == NoiseReduction::high);
    wire::SessionConfig file;
    file.noiseReduction = wire::NoiseReduction::farField;
    takeFrom(values, file);
    CHECK(values.noiseReduction == NoiseReduction::farField);
}
