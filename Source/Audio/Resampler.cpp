// SPDX-License-Identifier: Apache-2.0
#include "Audio/Resampler.h"

#include "Audio/Detail/PolyphaseRun.h"

#include <algorithm>
#include <string>

namespace parley::audio
{
namespace
{

constexpr int lowestRate = 4000;
constexpr int highestRate = 768000;

/// So many frames go into the filter's memory at a time.
constexpr std::size_t mostFramesAtOnce = 512;

} // namespace

struct Resampler::State
{
    int fromRate = 0;
    int toRate = 0;
    std::shared_ptr<const detail::PolyphaseFilter> filter; ///< Null when both rates are the same.
    std::uint64_t framesIn = 0;
    std::uint64_t framesOut = 0;

    // The next output is made of the frames from `ahead` on, `phase / up` frames behind the first of their middle two.
    std::vector<float> memory; ///< Never longer than `reserve` has made room for.
    std::size_t ahead = 0;     ///< May lie behind the end: then so many frames are not needed.
    std::uint64_t phase = 0;

    [[nodiscard]] std::uint64_t framesFor(std::uint64_t input) const noexcept
    {
        const auto from = static_cast<std::uint64_t>(fromRate);
        return (input * static_cast<std::uint64_t>(toRate) + from - 1) / from;
    }

    /// How many outputs the memory is enough for.
    [[nodiscard]] std::size_t available() const noexcept
    {
        if (memory.size() < ahead + filter->taps)
            return 0;
        const auto steps = memory.size() - ahead - filter->taps + 1;
        return static_cast<std::size_t>((steps * filter->up - phase + filter->down - 1) / filter->down);
    }

    /// Takes at most `mostFramesAtOnce` frames and appends at most `most`.
    void step(std::span<const float> from, std::uint64_t most, std::vector<float>& to)
    {
        memory.insert(memory.end(), from.begin(), from.end());
        const auto made = static_cast<std::size_t>(std::min<std::uint64_t>(available(), most));
        const auto start = to.size();
        to.resize(start + made);
        if (made > 0)
            detail::runPolyphase(*filter, memory.data() + ahead, phase, std::span(to).subspan(start));
        framesOut += made;
        const auto place = phase + made * filter->down;
        phase = place % filter->up;
        ahead += static_cast<std::size_t>(place / filter->up);
        const auto spent = std::min(ahead, memory.size());
        memory.erase(memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(spent));
        ahead -= spent;
    }

    void reserve() { memory.reserve(filter->taps + 2 * mostFramesAtOnce); }

    /// The first output lies on the first frame in: what is before it is silent.
    void restart()
    {
        framesIn = 0;
        framesOut = 0;
        if (filter == nullptr)
            return;
        memory.assign(filter->taps / 2 - 1, 0.0F);
        ahead = 0;
        phase = 0;
    }
};

Result<Resampler> Resampler::create(int fromRate, int toRate)
{
    for (const auto rate : {fromRate, toRate})
        if (rate < lowestRate || rate > highestRate)
            return Error{ErrorCode::invalidArgument,
                         "Choose a sample rate from 4000 to 768000 Hz; " + std::to_string(rate) + " is outside.",
                         "resampler", "", ""};
    auto made = std::make_unique<State>();
    made->fromRate = fromRate;
    made->toRate = toRate;
    if (fromRate != toRate)
    {
        made->filter = detail::PolyphaseFilter::between(fromRate, toRate);
        made->reserve();
    }
    made->restart();
    return Resampler(std::move(made));
}

Resampler::Resampler(std::unique_ptr<State> made)
    : state(std::move(made))
{
}

Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

void Resampler::process(std::span<const float> from, std::vector<float>& to)
{
    state->framesIn += from.size();
    if (state->filter == nullptr)
    {
        to.insert(to.end(), from.begin(), from.end());
        return;
    }
    while (!from.empty())
    {
        const auto part = from.first(std::min(from.size(), mostFramesAtOnce));
        state->step(part, state->framesFor(state->framesIn), to);
        from = from.subspan(part.size());
    }
}

void Resampler::finish(std::vector<float>& to)
{
    // The filter looks ahead by half its length, so the last frames come out when silence is put in behind them.
    constexpr std::array<float, 256> silence{};
    const auto wanted = state->framesFor(state->framesIn);
    while (state->filter != nullptr && state->framesOut < wanted)
        state->step(silence, wanted - state->framesOut, to);
    reset();
}

void Resampler::reset()
{
    state->restart();
}

std::size_t Resampler::mostFramesFor(std::size_t framesIn) const noexcept
{
    // The filter holds back half its length, and both numbers are rounded.
    const auto heldBack = static_cast<std::size_t>(latency().count() * state->toRate / 1'000'000) + 1;
    return state->framesFor(framesIn) + heldBack + 2;
}

std::chrono::microseconds Resampler::latency() const noexcept
{
    if (state->filter == nullptr)
        return std::chrono::microseconds(0);
    return std::chrono::microseconds(1'000'000LL * static_cast<std::int64_t>(state->filter->taps / 2) /
                                     state->fromRate);
}

int Resampler::fromRate() const noexcept
{
    return state->fromRate;
}

int Resampler::toRate() const noexcept
{
    return state->toRate;
}

} // namespace parley::audio
