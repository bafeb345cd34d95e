// SPDX-License-Identifier: Apache-2.0
// Every order in which the steps of the two threads of a PlayoutFifo can follow one another.
#include "Audio/Detail/PlayoutQueues.h"
#include "Audio/Detail/PlayoutRenderer.h"
#include "Support/PlayoutModel.h"
#include "Support/PlayoutRig.h"

#include <catch2/catch.hpp>

#include <array>
#include <functional>
#include <memory>
#include <numeric>

using namespace parley::audio;
using Kind = PlayoutReport::Kind;

namespace
{

/// So slow that a fade of 10 ms is four frames, and one of 5 ms two.
constexpr int slowRate = 400;
constexpr std::size_t fadeFrames = 4;

/// The old voice is above zero and the new one below it.
constexpr float oldVoice = 0.5F;
constexpr float newVoice = -0.5F;

/// Calls `run` with each order of `first` steps of one thread and `second` steps of the other: true is the first's.
void forEachOrder(std::size_t first, std::size_t second, const std::function<void(const std::vector<bool>&)>& run)
{
    std::vector<bool> order(first + second, false);
    std::fill(order.end() - static_cast<std::ptrdiff_t>(first), order.end(), true);
    do
        run(order);
    while (std::next_permutation(order.begin(), order.end()));
}

/// What must hold of the sound, whatever the order: the old voice is gone four frames after the audio thread could
/// know.
bool isSilentOfOldVoice(std::span<const float> heard, std::size_t knownAt)
{
    const auto from = std::min(heard.size(), knownAt + fadeFrames);
    return std::none_of(heard.begin() + static_cast<std::ptrdiff_t>(from), heard.end(),
                        [](float sample) { return sample > 0.0F; });
}

std::uint64_t framesIn(const std::vector<PlayoutReport>& cuts)
{
    std::uint64_t frames = 0;
    for (const auto& cut : cuts)
        frames += cut.resumedAt - cut.position;
    return frames;
}

/// The whole of one order, with each call of a thread as one step, beside the model.
class CallRun
{
public:
    CallRun()
    {
        rig.rate = slowRate;
        model.fadeFrames = fadeFrames;
    }

    void networkStep(std::size_t step)
    {
        const auto push = [&](float voice, std::size_t frames, bool starts, bool ends)
        {
            isTaken = isTaken && rig.push(std::vector<float>(frames, voice), ++token, starts, ends);
            model.runs.push_back({model.epoch, frames});
        };
        if (step == 0)
            push(oldVoice, 7, true, false);
        if (step == 1)
            push(oldVoice, 5, false, true);
        if (step == 2)
        {
            knownAt = rig.heard.size();
            model.epoch = rig.fifo.interrupt();
        }
        if (step == 3)
            push(newVoice, 6, true, false);
        if (step == 4)
            push(newVoice, 3, false, true);
    }

    void render(std::size_t frames)
    {
        rig.renderBlock(frames);
        model.render(frames);
        isAsModelled = isAsModelled && rig.fifo.position() == model.position;
    }

    [[nodiscard]] bool isRight()
    {
        render(40);
        rig.collect();
        const auto cuts = rig.reportsOf(Kind::cut);
        const auto finished = rig.reportsOf(Kind::finished);
        const bool wasOldCut = !cuts.empty();
        return isTaken && isAsModelled && rig.fifo.position() == 21 && cuts.size() == model.cuts.size() &&
               framesIn(cuts) == rig.fifo.cutFrames() && isSilentOfOldVoice(rig.heard, knownAt) &&
               finished.size() == (wasOldCut ? 1U : 2U) && finished.back().position == 21 &&
               rig.reportsOf(Kind::started).back().token == 3;
    }

private:
    PlayoutRig rig;
    PlayoutModel model;
    std::uint32_t token = 0;
    std::size_t knownAt = 0;
    bool isTaken = true;
    bool isAsModelled = true;
};

/// The same with the network thread's calls taken apart into the single operations on what the threads share.
class OperationRun
{
public:
    void networkStep(std::size_t step)
    {
        const std::array<std::function<void()>, 8> steps = {
            [&] { pushFrames(oldVoice, 9); },
            [&] {
                pushSegment({0, 1, slowRate, true, false}, 9);
            },
            [&]
            {
                knownAt = heard.size();
                queues.epoch.store(1, std::memory_order_release);
            },
            [&] { pushFrames(newVoice, 6); },
            [&] {
                pushSegment({1, 2, slowRate, true, true}, 6);
            },
            [&] { readPosition = queues.position.load(std::memory_order_acquire); },
            [&] { readReports(); },
            [&] { isComplete = isComplete && everyCutBelow(readPosition); },
        };
        steps.at(step)();
    }

    void render(std::size_t frames)
    {
        const auto start = heard.size();
        heard.resize(start + frames, 1e9F);
        renderer.render(std::span(heard).subspan(start), slowRate, {});
    }

    [[nodiscard]] bool isRight()
    {
        render(40);
        readReports();
        return isComplete && queues.position.load() == 15 && everyCutBelow(15) && cuts.size() <= 1 &&
               framesIn(cuts) == queues.cutFrames.load() && isSilentOfOldVoice(heard, knownAt) && finished == 1;
    }

private:
    void pushFrames(float voice, std::size_t count)
    {
        const std::vector<float> frames(count, voice);
        queues.frames.push(frames.data(), count);
    }

    void pushSegment(const PlayoutSegment& segment, std::size_t count) { queues.segments.push({segment, count}); }

    void readReports()
    {
        PlayoutReport report;
        while (queues.reports.pop(report))
        {
            if (report.kind == Kind::cut)
                cuts.push_back(report);
            finished += report.kind == Kind::finished ? 1 : 0;
        }
    }

    /// What was thrown away below this position is told: all that was not heard.
    [[nodiscard]] bool everyCutBelow(std::uint64_t position) const
    {
        const auto soundingOld = static_cast<std::uint64_t>(
            std::count_if(heard.begin(), heard.end(), [](float sample) { return sample > 0.0F; }));
        // A fade's last frame is silent, and one tail may sound two frames longer.
        const auto mostHeard = soundingOld + 1;
        const auto told = std::accumulate(cuts.begin(), cuts.end(), std::uint64_t{0},
                                          [&](std::uint64_t sum, const PlayoutReport& cut)
                                          { return sum + cut.resumedAt - cut.position; });
        return std::min<std::uint64_t>(position, 9) <= mostHeard + told;
    }

    PlayoutQueues queues;
    PlayoutRenderer renderer{queues};
    std::vector<float> heard;
    std::vector<PlayoutReport> cuts;
    std::uint64_t readPosition = 0;
    std::size_t knownAt = 0;
    int finished = 0;
    bool isComplete = true;
};

/// Runs every order of a run's network steps with renders of these sizes; returns how many orders went wrong.
template <typename Run>
std::size_t wrongOrders(std::size_t networkSteps, const std::vector<std::size_t>& renders)
{
    std::size_t wrong = 0;
    forEachOrder(networkSteps, renders.size(),
                 [&](const std::vector<bool>& order)
                 {
                     const auto run = std::make_unique<Run>();
                     std::size_t network = 0;
                     std::size_t audio = 0;
                     for (const bool isNetwork : order)
                         if (isNetwork)
                             run->networkStep(network++);
                         else
                             run->render(renders[audio++]);
                     wrong += run->isRight() ? 0U : 1U;
                 });
    return wrong;
}

} // namespace

TEST_CASE("in every order of pushes, an interruption and blocks, no old frame sounds after the fade and none is lost")
{
    const auto renders = GENERATE(std::vector<std::size_t>{1, 1, 1, 1, 1}, std::vector<std::size_t>{3, 3, 3, 3, 3},
                                  std::vector<std::size_t>{7, 1, 4, 5}, std::vector<std::size_t>{2, 0, 5, 0, 6});
    CHECK(wrongOrders<CallRun>(5, renders) == 0);
}

TEST_CASE("in every order of the single operations of a hand-over, whoever reads a position finds every cut below it")
{
    const auto renders = GENERATE(std::vector<std::size_t>{1, 1, 1, 1}, std::vector<std::size_t>{4, 3, 5, 2},
                                  std::vector<std::size_t>{9, 0, 3}, std::vector<std::size_t>{5, 6, 1});
    CHECK(wrongOrders<OperationRun>(8, renders) == 0);
}
