// SPDX-License-Identifier: Apache-2.0
// A Playout with a host that calls it, on a clock of its own.
#pragma once

#include "Bridge/Playout.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace parley::bridge
{

/// The pump at its interval, a block whenever one is due.
class PlayoutHost
{
public:
    PlayoutHost(int sampleRate, int blockFrames)
        : rate(sampleRate)
        , block(blockFrames)
    {
    }

    /// So many samples of a tone.
    void arrive(const std::string& response, const std::string& item, std::size_t samples)
    {
        // Neither a sample nor the middle between two is zero: such a frame does not sound.
        std::vector<std::int16_t> tone(samples);
        for (auto& sample : tone)
            sample = static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * 440 * (phase++ + 0.3) / 24000));
        arrive(response, item, tone);
    }

    void arrive(const std::string& response, const std::string& item, std::span<const std::int16_t> some)
    {
        REQUIRE(playout.speech({response, item, 0}, some));
    }

    /// Lets so much time pass; what was played is appended to `played`.
    void pass(std::chrono::milliseconds time)
    {
        for (const auto end = now + time; now < end; now += interval)
        {
            playout.pump(rate, block, now);
            for (owed += rate * std::chrono::duration<double>(interval).count(); owed >= block; owed -= block)
            {
                std::vector<float> out(static_cast<std::size_t>(block));
                fifo.render(out, rate, now);
                played.insert(played.end(), out.begin(), out.end());
            }
        }
    }

    [[nodiscard]] std::size_t soundingFrames() const
    {
        return static_cast<std::size_t>(
            std::count_if(played.begin(), played.end(), [](float sample) { return sample != 0.0F; }));
    }

    void interrupt()
    {
        playout.interrupt(
            [this](std::vector<realtime::HeardSpeech> all)
            {
                settled = true;
                heard = std::move(all);
            });
    }

    int rate;
    int block;
    std::chrono::milliseconds interval = Playout::pumpInterval;
    double phase = 0;
    double owed = 0;
    audio::PlayoutFifo fifo;
    std::vector<std::string> started;
    std::vector<std::string> finished;
    std::vector<std::pair<std::string, Playout::Time>> audible;
    std::vector<realtime::AnswerCaption> captions;
    std::vector<realtime::OutputLevel> levels;
    Playout playout{fifo,
                    {[this](const std::string& id, std::chrono::microseconds) { started.push_back(id); },
                     [this](const std::string& id) { finished.push_back(id); },
                     [this](const std::string& id, Playout::Time at) { audible.emplace_back(id, at); },
                     [this](const realtime::AnswerCaption& caption) { captions.push_back(caption); },
                     [this](const realtime::OutputLevel& level) { levels.push_back(level); }}};
    Playout::Time now = std::chrono::steady_clock::now();
    std::vector<float> played;
    std::vector<realtime::HeardSpeech> heard;
    bool settled = false;
};

} // namespace parley::bridge
