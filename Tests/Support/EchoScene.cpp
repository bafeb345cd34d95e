// SPDX-License-Identifier: Apache-2.0
#include "Support/EchoScene.h"

#include "Support/Speech.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace parley::audio
{
namespace
{

constexpr double innerRate = 16000;
constexpr double rate = VoiceProcessor::sampleRate;
constexpr double noiseRms = 3.0 / 32768;

struct Reflection
{
    std::size_t at;
    float gain;
};

/// Noise that dies away; the first sound is the direct one.
std::vector<Reflection> makeRoom(const EchoSetup& setup)
{
    const auto length = static_cast<std::size_t>(setup.reverberation * innerRate);
    std::mt19937 random(7);
    std::normal_distribution<double> noise;
    std::vector<Reflection> room{{0, 1.0F}};
    const auto count = setup.reflections == 0 ? length : setup.reflections;
    for (std::size_t i = 1; i < count; ++i)
    {
        const auto at = setup.reflections == 0 ? i : random() % length;
        const double fall = std::pow(10.0, -3.0 * static_cast<double>(at) / static_cast<double>(length));
        const double density = setup.reflections == 0 ? 0.12 : 0.3;
        room.push_back({at, static_cast<float>(density * fall * noise(random))});
    }
    return room;
}

std::vector<float> heardInRoom(const EchoSetup& setup, std::vector<float> far)
{
    if (setup.isClipping)
        for (auto& sample : far)
            sample = std::tanh(4 * sample) / 4;
    const auto room = makeRoom(setup);
    std::vector<float> heard(far.size());
    for (const auto& [at, gain] : room)
        for (std::size_t i = at; i < far.size(); ++i)
            heard[i] += gain * far[i - at];
    const double wanted = powerOf(far, 0, far.size()) * std::pow(10.0, setup.echoDb / 10);
    const double scale = std::sqrt(wanted / powerOf(heard, 0, heard.size()));
    for (auto& sample : heard)
        sample *= static_cast<float>(scale);
    return heard;
}

constexpr std::ptrdiff_t reach = 8;
using Taps = std::array<float, 2 * reach>;

/// A windowed sinc that reads `part` of a sample after the one before its middle.
Taps tapsFor(double part)
{
    Taps taps{};
    for (std::size_t i = 0; i < taps.size(); ++i)
    {
        const double away = static_cast<double>(i) + 1 - static_cast<double>(reach) - part;
        const double turn = std::numbers::pi * away;
        const double sinc = std::abs(away) < 1e-9 ? 1 : std::sin(turn) / turn;
        taps[i] = static_cast<float>(sinc * (0.5 + 0.5 * std::cos(turn / static_cast<double>(reach))));
    }
    return taps;
}

std::vector<float> delayed(const std::vector<float>& samples, double delayMs, double driftPpm)
{
    std::vector<float> made(samples.size());
    Taps taps{};
    double partOfTaps = -1;
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const double at = static_cast<double>(i) * (1 - driftPpm * 1e-6) - delayMs * rate / 1000;
        const auto first = static_cast<std::ptrdiff_t>(std::floor(at)) + 1 - reach;
        if (first < 0 || first + 2 * reach > static_cast<std::ptrdiff_t>(samples.size()))
            continue;
        if (const double part = at - std::floor(at); part != partOfTaps)
        {
            taps = tapsFor(part);
            partOfTaps = part;
        }
        made[i] = std::inner_product(taps.begin(), taps.end(), samples.begin() + first, 0.0F);
    }
    return made;
}

} // namespace

EchoScene::EchoScene(const EchoSetup& setup, const std::vector<float>& far, const std::vector<float>& nearSpeech)
    : reference(atRate(far, 16000, VoiceProcessor::sampleRate))
    , near(atRate(nearSpeech, 16000, VoiceProcessor::sampleRate))
    , microphone(
          delayed(atRate(heardInRoom(setup, far), 16000, VoiceProcessor::sampleRate), setup.delayMs, setup.driftPpm))
{
    near.resize(reference.size());
    const auto noise = whiteNoise(reference.size(), noiseRms, 5);
    for (std::size_t i = 0; i < microphone.size(); ++i)
        microphone[i] += near[i] + noise[i];
}

void EchoScene::run(VoiceProcessor& processor)
{
    run([&](std::span<float> frame, std::span<const float> played) { processor.process(frame, played); });
}

void EchoScene::run(const Canceller& canceller)
{
    constexpr auto frame = VoiceProcessor::frameLength;
    output = microphone;
    for (std::size_t at = 0; at + frame <= output.size(); at += frame)
        canceller(std::span(output).subspan(at, frame), std::span(reference).subspan(at, frame));
}

double EchoScene::erleDb(double fromSeconds, double toSeconds) const
{
    const auto from = static_cast<std::size_t>(fromSeconds * rate);
    const auto to = static_cast<std::size_t>(toSeconds * rate);
    return 10 * std::log10(powerOf(microphone, from, to) / (powerOf(output, from, to) + 1e-20));
}

double EchoScene::secondsToConverge() const
{
    constexpr double enoughDb = 20;
    constexpr double silentPower = 1e-6;
    constexpr double step = 0.1;
    const double length = static_cast<double>(output.size()) / rate;
    for (double at = 0; at + 1 <= length; at += step)
    {
        const auto from = static_cast<std::size_t>(at * rate);
        if (powerOf(microphone, from, from + static_cast<std::size_t>(rate)) > silentPower &&
            erleDb(at, at + 1) >= enoughDb)
            return at;
    }
    return -1;
}

double EchoScene::nearLossDb(double fromSeconds, double toSeconds, std::size_t latency) const
{
    const auto from = static_cast<std::size_t>(fromSeconds * rate);
    const auto to = std::min(static_cast<std::size_t>(toSeconds * rate), output.size() - latency);
    double common = 0;
    double own = 0;
    for (std::size_t i = from; i < to; ++i)
    {
        common += static_cast<double>(near[i]) * static_cast<double>(output[i + latency]);
        own += static_cast<double>(near[i]) * static_cast<double>(near[i]);
    }
    return -20 * std::log10(std::max(common / own, 1e-6));
}

} // namespace parley::audio
