// SPDX-License-Identifier: Apache-2.0
#include "ResamplerPeers.h"

#ifdef PARLEY_BENCH_SPEEX
#include <speex/speex_resampler.h>
#endif
#ifdef PARLEY_BENCH_SOXR
#include <soxr.h>
#endif
#ifdef PARLEY_BENCH_LIBSAMPLERATE
#include <samplerate.h>
#endif
#ifdef PARLEY_BENCH_ZITA
#include <zita-resampler/resampler.h>
#endif

namespace parley::bench
{
namespace
{

[[maybe_unused]] std::size_t roomFor(std::size_t frames, int fromRate, int toRate)
{
    return frames * static_cast<std::size_t>(toRate) / static_cast<std::size_t>(fromRate) + 8192;
}

#ifdef PARLEY_BENCH_SPEEX
ResamplerStream makeSpeex(int fromRate, int toRate)
{
    constexpr int quality = 8;
    int problem = RESAMPLER_ERR_SUCCESS;
    const std::shared_ptr<SpeexResamplerState> speex(speex_resampler_init(1, static_cast<spx_uint32_t>(fromRate),
                                                                          static_cast<spx_uint32_t>(toRate), quality,
                                                                          &problem),
                                                     speex_resampler_destroy);
    speex_resampler_skip_zeros(speex.get());
    return [=](std::span<const float> from, std::vector<float>& to)
    {
        const auto start = to.size();
        to.resize(start + roomFor(from.size(), fromRate, toRate));
        auto taken = static_cast<spx_uint32_t>(from.size());
        auto made = static_cast<spx_uint32_t>(to.size() - start);
        speex_resampler_process_float(speex.get(), 0, from.data(), &taken, to.data() + start, &made);
        to.resize(start + made);
    };
}
#endif

#ifdef PARLEY_BENCH_SOXR
ResamplerStream makeSoxr(int fromRate, int toRate)
{
    const auto quality = soxr_quality_spec(SOXR_HQ, 0);
    const std::shared_ptr<soxr> soxr(soxr_create(fromRate, toRate, 1, nullptr, nullptr, &quality, nullptr),
                                     soxr_delete);
    return [=](std::span<const float> from, std::vector<float>& to)
    {
        const auto start = to.size();
        to.resize(start + roomFor(from.size(), fromRate, toRate));
        std::size_t taken = 0;
        std::size_t made = 0;
        soxr_process(soxr.get(), from.data(), from.size(), &taken, to.data() + start, to.size() - start, &made);
        to.resize(start + made);
    };
}
#endif

#ifdef PARLEY_BENCH_LIBSAMPLERATE
ResamplerStream makeLibsamplerate(int fromRate, int toRate)
{
    int problem = 0;
    const std::shared_ptr<SRC_STATE> state(src_new(SRC_SINC_MEDIUM_QUALITY, 1, &problem), src_delete);
    return [=, pending = std::vector<float>()](std::span<const float> from, std::vector<float>& to) mutable
    {
        pending.insert(pending.end(), from.begin(), from.end());
        const auto start = to.size();
        to.resize(start + roomFor(pending.size(), fromRate, toRate));
        SRC_DATA data{};
        data.data_in = pending.data();
        data.input_frames = static_cast<long>(pending.size());
        data.data_out = to.data() + start;
        data.output_frames = static_cast<long>(to.size() - start);
        data.src_ratio = static_cast<double>(toRate) / fromRate;
        src_process(state.get(), &data);
        pending.erase(pending.begin(), pending.begin() + data.input_frames_used);
        to.resize(start + static_cast<std::size_t>(data.output_frames_gen));
    };
}
#endif

#ifdef PARLEY_BENCH_ZITA
ResamplerStream makeZita(int fromRate, int toRate)
{
    const auto zita = std::make_shared<::Resampler>();
    zita->setup(static_cast<unsigned>(fromRate), static_cast<unsigned>(toRate), 1, 64);
    return [=](std::span<const float> from, std::vector<float>& to)
    {
        const auto start = to.size();
        to.resize(start + roomFor(from.size(), fromRate, toRate));
        zita->inp_count = static_cast<unsigned>(from.size());
        zita->inp_data = const_cast<float*>(from.data());
        zita->out_count = static_cast<unsigned>(to.size() - start);
        zita->out_data = to.data() + start;
        zita->process();
        to.resize(to.size() - zita->out_count);
    };
}
#endif

} // namespace

std::vector<ResamplerPeer> resamplerPeers()
{
    std::vector<ResamplerPeer> peers;
#ifdef PARLEY_BENCH_SPEEX
    peers.push_back({"_speex", makeSpeex});
#endif
#ifdef PARLEY_BENCH_SOXR
    peers.push_back({"_soxr", makeSoxr});
#endif
#ifdef PARLEY_BENCH_LIBSAMPLERATE
    peers.push_back({"_libsamplerate", makeLibsamplerate});
#endif
#ifdef PARLEY_BENCH_ZITA
    peers.push_back({"_zita", makeZita});
#endif
#ifdef PARLEY_BENCH_JUCE
    for (auto& peer : juceResamplerPeers())
        peers.push_back(std::move(peer));
#endif
    return peers;
}

} // namespace parley::bench
