// SPDX-License-Identifier: Apache-2.0
// A PlayoutFifo with both its threads played by the test: pushes, renders, and keeps what came out.
#pragma once

#include "Audio/PlayoutFifo.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace parley::audio
{

struct PlayoutRig
{
    using Kind = PlayoutReport::Kind;

    int rate = 48000;
    PlayoutFifo fifo;
    std::vector<float> heard; ///< All that was rendered.
    std::vector<PlayoutReport> reports;

    [[nodiscard]] bool push(std::span<const float> frames, std::uint32_t token = 1, bool starts = false,
                            bool ends = false)
    {
        return fifo.push({fifo.epoch(), token, rate, starts, ends}, frames);
    }

    /// Renders `frames` in blocks of `block` and collects the reports after each.
    void render(std::size_t frames, std::size_t block = 480, bool collects = true)
    {
        while (frames > 0)
        {
            const auto now = std::min(frames, block);
            renderBlock(now);
            if (collects)
                collect();
            frames -= now;
        }
    }

    void renderBlock(std::size_t frames)
    {
        const auto start = heard.size();
        // What stood in the host's buffer before must not come through.
        heard.resize(start + frames, 1e9F);
        fifo.render(std::span(heard).subspan(start), rate, {});
    }

    void collect()
    {
        PlayoutReport report;
        while (fifo.popReport(report))
            reports.push_back(report);
    }

    [[nodiscard]] std::vector<PlayoutReport> reportsOf(Kind kind) const
    {
        std::vector<PlayoutReport> found;
        std::copy_if(reports.begin(), reports.end(), std::back_inserter(found),
                     [&](const auto& report) { return report.kind == kind; });
        return found;
    }
};

inline std::vector<float> sine(std::size_t frames, double frequency, double rate, double amplitude = 0.8)
{
    std::vector<float> made(frames);
    for (std::size_t i = 0; i < frames; ++i)
        made[i] =
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate));
    return made;
}

/// The largest step from one sample to the next, silence before the first and after the last included.
inline float largestStep(std::span<const float> samples)
{
    float largest = 0;
    float before = 0;
    for (const auto sample : samples)
    {
        largest = std::max(largest, std::abs(sample - before));
        before = sample;
    }
    return std::max(largest, std::abs(before));
}

} // namespace parley::audio
