// SPDX-License-Identifier: Apache-2.0
// What a PlayoutFifo promises about the order of frames, said so plainly that it can be judged by reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace parley::audio
{

/// Says frame by frame, without a thought of speed, which frames leave and which are cut.
struct PlayoutModel
{
    struct Run
    {
        std::uint32_t epoch = 0;
        std::size_t frames = 0;
    };
    std::size_t fadeFrames = 480; ///< Of an interruption.
    std::deque<Run> runs;
    std::uint32_t epoch = 0;
    std::uint64_t position = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> cuts;
    bool sounds = false;
    std::uint32_t voiceEpoch = 0;
    std::size_t faded = 0;

    void settle()
    {
        std::erase_if(runs, [](const Run& run) { return run.frames == 0; });
        if (runs.empty() || runs.front().epoch == epoch)
            return;
        if (sounds && runs.front().epoch == voiceEpoch && faded < fadeFrames)
            return;
        const auto from = position;
        for (; !runs.empty() && runs.front().epoch != epoch; runs.pop_front())
            position += runs.front().frames;
        cuts.emplace_back(from, position);
        sounds = false;
    }

    void renderFrame()
    {
        settle();
        if (runs.empty())
        {
            sounds = false;
            return;
        }
        auto& run = runs.front();
        if (!sounds || run.epoch != voiceEpoch)
            faded = 0;
        sounds = true;
        voiceEpoch = run.epoch;
        --run.frames;
        ++position;
        if (run.epoch != epoch && ++faded == fadeFrames)
            sounds = false;
    }

    void render(std::size_t frames)
    {
        for (std::size_t i = 0; i < frames; ++i)
            renderFrame();
        settle();
    }
};

} // namespace parley::audio
