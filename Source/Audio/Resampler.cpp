// SPDX-License-Identifier: Apache-2.0
#include "Audio/Resampler.h"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <array>
#include <string>

namespace parley::audio
{
namespace
{

constexpr int quality = 8;
constexpr int lowestRate = 4000;
constexpr int highestRate = 768000;
constexpr std::size_t mostFramesAtOnce = 4096;

struct DestroySpeex
{
    void operator()(SpeexResamplerState* speex) const noexcept { speex_resampler_destroy(speex); }
};

} // namespace

struct Resampler::State
{
    int fromRate = 0;
    int toRate = 0;
    std::unique_ptr<SpeexResamplerState, DestroySpeex> speex; ///< Null when both rates are the same.
    std::uint64_t framesIn = 0;
    std::uint64_t framesOut = 0;

    [[nodiscard]] std::uint64_t framesFor(std::uint64_t input) const
    {
        const auto from = static_cast<std::uint64_t>(fromRate);
        return (input * static_cast<std::uint64_t>(toRate) + from - 1) / from;
    }

    /// Puts in at most `mostFramesAtOnce` frames and appends at most `room` frames. Returns how many went in.
    std::size_t step(std::span<const float> from, std::size_t room, std::vector<float>& to)
    {
        const auto start = to.size();
        auto taken = static_cast<spx_uint32_t>(std::min(from.size(), mostFramesAtOnce));
        auto made = static_cast<spx_uint32_t>(room);
        to.resize(start + room);
        speex_resampler_process_float(speex.get(), 0, from.data(), &taken, to.data() + start, &made);
        to.resize(start + made);
        framesOut += made;
        return taken;
    }

    void restart()
    {
        framesIn = 0;
        framesOut = 0;
        if (speex == nullptr)
            return;
        speex_resampler_reset_mem(speex.get());
        speex_resampler_skip_zeros(speex.get());
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
        int problem = RESAMPLER_ERR_SUCCESS;
        made->speex.reset(speex_resampler_init(1, static_cast<spx_uint32_t>(fromRate),
                                               static_cast<spx_uint32_t>(toRate), quality, &problem));
        if (made->speex == nullptr)
            return Error{ErrorCode::internal,
                         "The resampler could not be made; close other programs if memory is short.", "resampler", "",
                         speex_resampler_strerror(problem)};
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
    if (state->speex == nullptr)
    {
        to.insert(to.end(), from.begin(), from.end());
        return;
    }
    while (!from.empty())
    {
        const auto room = state->framesFor(std::min(from.size(), mostFramesAtOnce)) + 1;
        const auto taken = state->step(from, room, to);
        state->framesIn += taken;
        from = from.subspan(taken);
    }
}

void Resampler::finish(std::vector<float>& to)
{
    // The filter looks ahead by half its length, so the last frames come out when silence is put in behind them.
    constexpr std::array<float, 256> silence{};
    const auto wanted = state->framesFor(state->framesIn);
    while (state->speex != nullptr && state->framesOut < wanted)
        state->step(silence, wanted - state->framesOut, to);
    reset();
}

void Resampler::reset()
{
    state->restart();
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
