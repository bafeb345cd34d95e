// SPDX-License-Identifier: Apache-2.0
#include "Support/PlayoutModel.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <random>
#include <thread>

using namespace parley::audio;
using Kind = PlayoutReport::Kind;

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
    rig.render(model.fadeFrames + 1);
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
