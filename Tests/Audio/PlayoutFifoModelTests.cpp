// SPDX-License-Identifier: Apache-2.0
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <deque>
#include <random>
#include <thread>

using namespace parley::audio;
using Kind = PlayoutReport::Kind;

namespace
{

/// Says frame by frame, without a thought of speed, which frames leave and which are cut.
struct PlayoutModel
{
    struct Run
    {
        std::uint32_t epoch = 0;
        std::size_t frames = 0;
    };
    static constexpr std::size_t fadeFrames = 480;

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

} // namespace

TEST_CASE("random pushes, blocks and interruptions are counted exactly as a plain model counts them")
{
    const std::uint32_t seed = GENERATE(range(1U, 41U));
    std::mt19937 random(seed);
    const auto upTo = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    PlayoutRig rig;
    PlayoutModel model;
    for (int step = 0; step < 1500; ++step)
    {
        const auto choice = upTo(9);
        if (choice < 4)
        {
            const std::vector<float> frames(1 + upTo(700), 0.5F);
            REQUIRE(rig.push(frames, static_cast<std::uint32_t>(step)));
            model.runs.push_back({model.epoch, frames.size()});
        }
        else if (choice == 9)
        {
            model.epoch = rig.fifo.interrupt();
        }
        else
        {
            const auto frames = upTo(1) == 0 ? upTo(3) : upTo(1024);
            rig.renderBlock(frames);
            rig.collect();
            model.render(frames);
            REQUIRE(rig.fifo.position() == model.position);
        }
    }
    const auto cuts = rig.reportsOf(Kind::cut);
    REQUIRE(cuts.size() == model.cuts.size());
    for (std::size_t i = 0; i < cuts.size(); ++i)
    {
        CHECK(cuts[i].position == model.cuts[i].first);
        CHECK(cuts[i].resumedAt == model.cuts[i].second);
    }
    CHECK(cuts.size() > 20);
    // A rising voice and two tails together move at most by three fades' steps.
    rig.fifo.interrupt();
    rig.render(PlayoutModel::fadeFrames + 1);
    CHECK(largestStep(rig.heard) <= 3 * 0.5F * 1.5F / 240.0F);
}

TEST_CASE("two threads: every frame pushed was heard or lies in one reported cut")
{
    constexpr std::uint64_t wanted = 2'000'000;
    PlayoutFifo fifo;
    std::atomic<bool> done{false};
    std::thread audio(
        [&]
        {
            std::vector<float> block(512);
            std::size_t turn = 0;
            while (!done.load())
            {
                fifo.render(std::span(block).first(turn++ * 61 % 513), 48000, {});
                std::this_thread::yield();
            }
        });
    std::mt19937 random(7);
    const std::vector<float> frames(3000, 0.25F);
    std::uint64_t cut = 0;
    std::uint64_t lastEnd = 0;
    bool inOrder = true;
    bool complete = true;
    std::uint64_t told = 0;
    const auto collect = [&]
    {
        const auto position = fifo.position();
        PlayoutReport report;
        while (fifo.popReport(report))
        {
            if (report.kind != Kind::cut)
                continue;
            inOrder = inOrder && report.position >= lastEnd && report.resumedAt > report.position;
            lastEnd = report.resumedAt;
            cut += report.resumedAt - report.position;
            // Of all that lies below a position read before, nothing new is told.
            complete = complete && report.position >= told;
        }
        complete = complete && position <= fifo.pushedFrames();
        told = position;
    };
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (fifo.pushedFrames() < wanted && std::chrono::steady_clock::now() < deadline)
    {
        const auto size = 1 + random() % frames.size();
        if (!fifo.push({fifo.epoch(), 1, 48000, random() % 8 == 0, random() % 8 == 0}, std::span(frames).first(size)))
            std::this_thread::yield();
        if (random() % 50 == 0)
            fifo.interrupt();
        collect();
    }
    while (fifo.position() < fifo.pushedFrames() && std::chrono::steady_clock::now() < deadline)
    {
        collect();
        std::this_thread::yield();
    }
    done = true;
    audio.join();
    collect();
    CHECK(fifo.position() == fifo.pushedFrames());
    CHECK(fifo.pushedFrames() >= wanted);
    CHECK(inOrder);
    CHECK(complete);
    CHECK(cut > 0);
    CHECK(cut < fifo.pushedFrames());
}
