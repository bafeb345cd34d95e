// SPDX-License-Identifier: Apache-2.0
// How soon the agent is turned down and silent when somebody speaks over it, in real time, through the whole bridge and
// a socket.
#include "Benches.h"
#include "Bridge/VoiceBridge.h"
#include "Support/AgentStub.h"
#include "Support/SoundCard.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <iostream>
#include <numbers>
#include <optional>
#include <vector>

using namespace parley;
using namespace parley::bridge;
using namespace parley::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

constexpr double framesPerMs = 48;
constexpr std::size_t windowFrames = 48;
constexpr float voiceLevel = 0.2F;

/// A minute of a voice that never pauses: its level shows each change at once.
std::vector<std::int16_t> endlessVoice()
{
    std::vector<std::int16_t> samples(std::size_t{60} * 24000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(32767 * voiceLevel *
                                               std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / 24000));
    return samples;
}

float loudnessAt(const std::vector<float>& heard, std::size_t begin)
{
    float power = 0;
    for (std::size_t i = begin; i < begin + windowFrames; ++i)
        power += heard[i] * heard[i];
    return std::sqrt(power / static_cast<float>(windowFrames));
}

/// A spoken command from where a listener would say that it begins: 50 ms in a row at most 30 dB below the loudest. A
/// click in front of it is none.
std::vector<float> commandFromItsOnset()
{
    auto command = recordedSpeech("goforward.raw");
    std::vector<float> levels;
    for (std::size_t at = 0; at + windowFrames <= command.size(); at += windowFrames)
        levels.push_back(loudnessAt(command, at));
    const auto loudest = levels.empty() ? 0.0F : *std::max_element(levels.begin(), levels.end());
    std::size_t inARow = 0;
    std::size_t window = 0;
    for (; window < levels.size() && inARow < 50; ++window)
        inARow = levels[window] > 0.0316F * loudest ? inARow + 1 : 0;
    command.erase(command.begin(), command.begin() + static_cast<std::ptrdiff_t>((window - inARow) * windowFrames));
    return command;
}

/// The first frame behind `begin` from which the voice stays below this level for 30 ms.
std::optional<std::size_t> fallsBelow(const std::vector<float>& heard, std::size_t begin, float level)
{
    std::size_t quiet = 0;
    for (auto at = begin; at + windowFrames <= heard.size(); at += windowFrames)
    {
        quiet = loudnessAt(heard, at) < level ? quiet + 1 : 0;
        if (quiet == 30)
            return at - 29 * windowFrames;
    }
    return std::nullopt;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? -1 : values[values.size() / 2];
}

class SpokenOver
{
public:
    explicit SpokenOver(bool isLocal)
    {
        AudioSettings settings;
        settings.turns.localBargeIn = isLocal;
        bridge.setAudio(settings);
        bridge.subscribe(
            [this](const realtime::Event& event)
            {
                if (std::holds_alternative<realtime::UserSpeechStarted>(event))
                    toldAt.store(Clock::now().time_since_epoch().count());
            });
        ConnectSettings connect;
        connect.provider.provider = Provider::custom;
        connect.provider.url = stub.url();
        bridge.connect(connect);
        card.run({}, 10s, [&] { return bridge.status().state == realtime::ConnectionState::ready; });
    }

    /// The agent speaks again; false when it does not within its time.
    bool beginAnswer()
    {
        card.run(std::vector<float>(48000), 5s, [] { return true; });
        card.heard.clear();
        bridge.sendText("Speak.");
        return card.run({}, 5s, [&] { return countSounding(card.heard) > 24000; });
    }

    struct Local
    {
        double duckedMs = 0;
        double silentMs = 0;
    };

    std::optional<Local> speakOver(std::span<const float> command)
    {
        if (!beginAnswer())
            return std::nullopt;
        const auto onset = card.heard.size();
        card.run(command, 10s, [] { return true; });
        const auto ducked = fallsBelow(card.heard, onset, quarterOfVoice);
        const auto silent = fallsBelow(card.heard, onset, 0.0001F);
        if (!ducked || !silent)
            return std::nullopt;
        return Local{static_cast<double>(*ducked - onset) / framesPerMs,
                     static_cast<double>(*silent - onset) / framesPerMs};
    }

    /// From the arrival of the service's word to silence.
    std::optional<double> serverMs()
    {
        if (!beginAnswer())
            return std::nullopt;
        toldAt.store(0);
        const auto begin = card.heard.size();
        std::vector<Clock::time_point> blocks;
        stub.say({{"type", "input_audio_buffer.speech_started"}, {"audio_start_ms", 0}, {"item_id", "spoken"}});
        card.run({}, 1s,
                 [&]
                 {
                     blocks.push_back(Clock::now());
                     return false;
                 });
        const auto silent = fallsBelow(card.heard, begin, 0.0001F);
        if (!silent || toldAt.load() == 0)
            return std::nullopt;
        const auto frames = *silent - begin;
        const auto silentAt =
            blocks[frames / SoundCard::block] + std::chrono::nanoseconds(frames % SoundCard::block * 1'000'000 / 48);
        const Clock::time_point told{Clock::duration(toldAt.load())};
        return std::chrono::duration<double, std::milli>(silentAt - told).count();
    }

private:
    static constexpr float quarterOfVoice = voiceLevel * 0.7071F * 0.2512F; ///< 12 dB down.

    AgentStub stub{endlessVoice()};
    std::atomic<Clock::rep> toldAt{0};
    VoiceBridge bridge;
    SoundCard card{bridge};
};

} // namespace

void parley::bench::bargeInBench(Figures& figures)
{
    const auto command = commandFromItsOnset();
    if (command.empty())
    {
        std::cout << "bargein: skipped, pocketsphinx-testdata is not installed\n";
        return;
    }
    const int tries = figures.isQuick() ? 3 : 9;
    std::vector<double> ducked;
    std::vector<double> silent;
    std::vector<double> server;
    SpokenOver local(true);
    for (int i = 0; i < tries; ++i)
        if (const auto measured = local.speakOver(command))
        {
            ducked.push_back(measured->duckedMs);
            silent.push_back(measured->silentMs);
        }
    SpokenOver remote(false);
    for (int i = 0; i < tries; ++i)
        if (const auto measured = remote.serverMs())
            server.push_back(*measured);
    figures.add("bargein.local_ms", median(ducked), "ms");
    figures.add("bargein.stop_ms", median(silent), "ms");
    figures.add("bargein.server_ms", median(server), "ms");
}
