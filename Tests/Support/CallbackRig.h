// SPDX-License-Identifier: Apache-2.0
// A bridge's audio half with a host and a network thread that the test plays: blocks on a clock of its own.
#pragma once

#include "Bridge/Detail/AudioCallback.h"

#include <array>
#include <chrono>
#include <vector>

namespace parley::test
{

struct CallbackRig
{
    using Time = bridge::AudioCallback::Time;

    int rate = 48000;
    bridge::AudioSide side;
    bridge::AudioCallback callback{side};
    Time now{std::chrono::hours(1)};
    std::vector<float> input;      ///< Of both channels; silence where it is shorter than the block.
    std::vector<float> sidechain;  ///< Of both channels; none when empty.
    std::vector<float> heard;      ///< All that came out.
    audio::CapturedBlock captured; ///< The last one taken.

    CallbackRig() { side.isListening = true; }

    /// The agent says so much.
    [[nodiscard]] bool say(const std::vector<float>& frames, bool isWhole = true)
    {
        return side.playout.push({side.playout.epoch(), 1, rate, isWhole, isWhole}, frames);
    }

    /// A block of stereo, in place, as hosts do it; the clock goes on by its length.
    void process(int frames)
    {
        const auto count = static_cast<std::size_t>(std::max(frames, 0));
        input.resize(count);
        std::array<std::vector<float>, 2> buffers{input, input};
        const std::array<float*, 2> channels{buffers[0].data(), buffers[1].data()};
        std::array<const float*, 2> loudspeakers{sidechain.data(), sidechain.data()};
        callback.process({.in = channels.data(),
                          .inChannels = 2,
                          .sidechain = loudspeakers.data(),
                          .sidechainChannels = sidechain.empty() ? 0 : 2,
                          .out = channels.data(),
                          .outChannels = 2,
                          .frames = frames},
                         now);
        now += std::chrono::nanoseconds(1'000'000'000LL * static_cast<long long>(count) / rate);
        heard.insert(heard.end(), buffers[0].begin(), buffers[0].end());
    }

    /// Everything captured so far, in one piece.
    [[nodiscard]] audio::CapturedBlock takeCaptured()
    {
        audio::CapturedBlock all;
        while (side.capture.pop(captured))
        {
            all.frames.insert(all.frames.end(), captured.frames.begin(), captured.frames.end());
            all.reference.insert(all.reference.end(), captured.reference.begin(), captured.reference.end());
            all.isTalking = captured.isTalking;
        }
        return all;
    }
};

} // namespace parley::test
