// SPDX-License-Identifier: Apache-2.0
// Calls a bridge as a sound card would: 10 ms of stereo at 48 kHz every 10 ms, in a room where the loudspeaker is heard
// by the microphone, if there is one.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Support/RecordedSpeech.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace parley::test
{

class SoundCard
{
public:
    static constexpr std::size_t block = 480;

    explicit SoundCard(bridge::VoiceBridge& driven)
        : bridge(driven)
    {
        bridge.prepare(48000);
    }

    /// Plays `input`, then silence, until `isDone` (asked once the input is over) or the deadline. True when it was
    /// done in time.
    template <typename Condition>
    bool run(std::span<const float> input, std::chrono::seconds deadline, Condition isDone)
    {
        using Clock = std::chrono::steady_clock;
        auto next = Clock::now();
        for (const auto end = next + deadline; next < end; next += std::chrono::milliseconds(10))
        {
            auto left = nextInput(input);
            auto right = left;
            const std::array<const float*, 2> in{left.data(), right.data()};
            const std::array<float*, 2> out{left.data(), right.data()};
            bridge.process(in.data(), 2, out.data(), 2, block);
            heard.insert(heard.end(), left.begin(), left.end());
            if (room)
                std::transform(left.begin(), left.end(), echo.begin(),
                               [this](float sample) { return (*room)(sample); });
            if (input.empty() && isDone())
                return true;
            std::this_thread::sleep_until(next);
        }
        return false;
    }

    std::vector<float> heard;
    std::optional<Room> room; ///< Its delay counts from the block after the one that was played.

private:
    std::array<float, block> nextInput(std::span<const float>& input)
    {
        auto sound = echo;
        const auto count = std::min(sound.size(), input.size());
        for (std::size_t i = 0; i < count; ++i)
            sound[i] += input[i];
        input = input.subspan(count);
        return sound;
    }

    bridge::VoiceBridge& bridge;
    std::array<float, block> echo{};
};

inline std::size_t countSounding(std::span<const float> samples)
{
    return static_cast<std::size_t>(
        std::count_if(samples.begin(), samples.end(), [](float sample) { return std::abs(sample) > 0.001F; }));
}

} // namespace parley::test
