// SPDX-License-Identifier: Apache-2.0
// A Capture between a host that the test plays and a list of what came out; the clock is the test's.
#pragma once

#include "Bridge/Capture.h"

#include <array>
#include <cstdlib>
#include <variant>
#include <vector>

namespace parley::bridge
{

struct CaptureRig
{
    using Time = Capture::Time;

    audio::CaptureFifo fifo;
    std::vector<CapturedMessage> messages;
    std::vector<realtime::LocalSpeechState> speech;
    std::vector<realtime::EchoMeasured> echoes;
    std::vector<Error> warnings;
    std::vector<float> gains;
    int interruptions = 0;
    bool agentSpeaks = false;
    bool isTalking = false;
    Time now = Time(std::chrono::hours(1));
    Capture capture{fifo,
                    {[this](CapturedMessage message) { messages.push_back(std::move(message)); },
                     [this] { ++interruptions; }, [this](float gain) { gains.push_back(gain); },
                     [this](const realtime::Event& event) { keep(event); }}};

    /// The microphone hears `sound` (48 kHz) in blocks of 10 ms while `played` sounds, if anything does.
    void hear(std::span<const float> sound, std::span<const float> played = {})
    {
        for (std::size_t at = 0; at + 480 <= sound.size(); at += 480)
        {
            now += std::chrono::milliseconds(10);
            const std::array<const float*, 1> channels{sound.data() + at};
            const auto* reference = at + 480 <= played.size() ? played.data() + at : nullptr;
            fifo.push({.channels = channels.data(), .channelCount = 1, .reference = reference, .isTalking = isTalking},
                      480, 48000, now);
            capture.pump(agentSpeaks, now);
        }
    }

    [[nodiscard]] std::vector<std::int16_t> samples() const
    {
        std::vector<std::int16_t> all;
        for (const auto& message : messages)
            all.insert(all.end(), message.samples.begin(), message.samples.end());
        return all;
    }

    /// How many turns were committed.
    [[nodiscard]] std::size_t commits() const
    {
        return static_cast<std::size_t>(
            std::count_if(messages.begin(), messages.end(), [](const auto& message) { return message.endsTurn; }));
    }

private:
    void keep(const realtime::Event& event)
    {
        if (const auto* local = std::get_if<realtime::LocalSpeech>(&event))
            speech.push_back(local->state);
        if (const auto* echo = std::get_if<realtime::EchoMeasured>(&event))
            echoes.push_back(*echo);
        if (const auto* warning = std::get_if<realtime::Warning>(&event))
            warnings.push_back(warning->error);
    }
};

/// So many milliseconds at 48 kHz.
inline std::vector<float> quiet(std::size_t milliseconds)
{
    return std::vector<float>(milliseconds * 48);
}

inline std::size_t soundingSamples(std::span<const std::int16_t> samples)
{
    return static_cast<std::size_t>(
        std::count_if(samples.begin(), samples.end(), [](std::int16_t sample) { return std::abs(sample) > 50; }));
}

} // namespace parley::bridge
