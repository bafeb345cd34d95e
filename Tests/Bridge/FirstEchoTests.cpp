// SPDX-License-Identifier: Apache-2.0
// The first seconds of an agent's voice in a room where the microphone hears it, whenever they begin.
#include "Bridge/CaptureRig.h"
#include "Service/FliteSynthesiser.h"
#include "Service/TurnDetector.h"
#include "Support/RecordedSpeech.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

constexpr int rate = 48000;
constexpr double roomDelay = 0.07;
constexpr auto echoDelay = 80ms; ///< The room's, and the block that is played before it can be heard.

/// An answer in the voice that shows most of a wrong delay.
const std::vector<float>& answer()
{
    static const auto spoken = []
    {
        service::FliteSynthesiser synthesiser;
        const auto speech =
            synthesiser.speak("One two three four five six seven eight nine ten.", "shimmer", 1.0).value();
        std::vector<float> samples(speech.size());
        audio::pcm16ToFloat(speech, samples);
        return audio::atRate(samples, audio::wireSampleRate, rate);
    }();
    return spoken;
}

/// What is played: the answer after so much silence, and a pause in which the room falls silent.
std::vector<float> played(std::size_t silentFrames)
{
    std::vector<float> sound(silentFrames);
    sound.insert(sound.end(), answer().begin(), answer().end());
    sound.resize((sound.size() + rate / 2) / 480 * 480);
    return sound;
}

std::vector<float> echoOf(const std::vector<float>& sound, float noise)
{
    test::Room room(-10, roomDelay, 0.3, rate);
    std::mt19937 random(1);
    std::normal_distribution<float> hiss(0, 1);
    std::vector<float> heard(sound.size());
    for (std::size_t i = 480; i < heard.size(); ++i)
        heard[i] = room(sound[i - 480]) + noise * hiss(random);
    return heard;
}

/// A microphone behind the echo canceller, with barge-in on this side.
struct Listening : CaptureRig
{
    Listening()
    {
        AudioSettings settings;
        settings.echo.mode = EchoMode::cancel;
        settings.turns.localBargeIn = true;
        capture.use(settings);
        agentSpeaks = true;
    }

    [[nodiscard]] bool heardSpeech() const
    {
        service::TurnDetector detector;
        return !detector.process(samples(), {}).empty() || interruptions > 0;
    }

    /// The first that was told.
    [[nodiscard]] std::optional<std::chrono::milliseconds> firstDelay() const
    {
        for (const auto& echo : echoes)
            if (echo.delay)
                return echo.delay;
        return std::nullopt;
    }
};

/// Odd enough to meet the canceller's and the finder's blocks everywhere.
std::size_t silenceBefore(std::size_t phase)
{
    return 4800 + phase * 3373;
}

} // namespace

TEST_CASE("the first delay that is told of an echo is the right one, whenever the voice begins")
{
    for (std::size_t phase = 0; phase < 12; ++phase)
    {
        INFO("phase " << phase);
        const auto sound = played(silenceBefore(phase));
        Listening listening;
        listening.hear(echoOf(sound, 0), sound);
        REQUIRE(listening.firstDelay());
        CHECK(std::chrono::abs(*listening.firstDelay() - echoDelay) <= 3ms);
    }
}

TEST_CASE("an agent's first words are not heard by itself, whenever they begin")
{
    const float noise = GENERATE(0.0F, 0.0003F);
    for (std::size_t phase = 0; phase < 8; ++phase)
    {
        INFO("phase " << phase << ", noise " << noise);
        const auto sound = played(silenceBefore(phase));
        Listening listening;
        listening.hear(echoOf(sound, noise), sound);
        CHECK_FALSE(listening.heardSpeech());
    }
}
