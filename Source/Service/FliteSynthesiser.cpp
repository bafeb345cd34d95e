// SPDX-License-Identifier: Apache-2.0
#include "Service/FliteSynthesiser.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"

#include <flite/flite.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <span>

extern "C"
{
    cst_voice* register_cmu_us_slt(const char* directory);
    cst_voice* register_cmu_us_rms(const char* directory);
    cst_voice* register_cmu_us_awb(const char* directory);
    cst_voice* register_cmu_us_kal16(const char* directory);
}

namespace parley::service
{
namespace
{

/// How one of the protocol's voices is made of flite's.
struct Manner
{
    cst_voice* voice = nullptr;
    float pitch = 1.0F; ///< Of flite's own; rms has but one.
    float pace = 1.0F;
};

struct Voices
{
    std::mutex mutex;
    std::map<std::string, Manner> manners;

    Voices()
    {
        flite_init();
        auto* slt = register_cmu_us_slt(nullptr);
        auto* rms = register_cmu_us_rms(nullptr);
        auto* awb = register_cmu_us_awb(nullptr);
        auto* kal16 = register_cmu_us_kal16(nullptr);
        manners = {{"alloy", {rms, 1.0F, 1.0F}},   {"echo", {rms, 1.0F, 1.08F}},    {"ballad", {awb, 1.0F, 1.0F}},
                   {"ash", {awb, 1.14F, 1.05F}},   {"cedar", {awb, 0.87F, 0.96F}},  {"marin", {slt, 1.0F, 1.0F}},
                   {"coral", {slt, 1.1F, 1.04F}},  {"shimmer", {slt, 1.2F, 0.97F}}, {"sage", {slt, 0.9F, 0.95F}},
                   {"verse", {kal16, 1.1F, 0.95F}}};
    }

    [[nodiscard]] const Manner& find(const std::string& name) const
    {
        const auto found = manners.find(name);
        return found == manners.end() ? manners.at("alloy") : found->second;
    }
};

Voices& voices()
{
    // Never destroyed: flite's voices are globals of the library.
    static auto* instance = new Voices;
    return *instance;
}

struct FreeWave
{
    void operator()(cst_wave* owned) const { delete_wave(owned); }
};

/// flite excites its voices with the noise of rand(). While this lives, one at a time, rand() begins anew; then the
/// program's own goes on where it was.
class SameNoise
{
public:
    SameNoise()
        : before(::initstate(1, state.data(), state.size()))
    {
    }
    ~SameNoise() { ::setstate(before); }
    SameNoise(const SameNoise&) = delete;
    SameNoise& operator=(const SameNoise&) = delete;

private:
    static inline std::array<char, 128> state{};
    char* before = nullptr;
};

std::string toSpeakable(const std::string& text)
{
    std::string speakable;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte < 0x7F)
            speakable += text[i];
        else if (text.compare(i, 3, "\u2019") == 0)
        {
            speakable += '\'';
            i += 2;
        }
        else if (speakable.empty() || speakable.back() != ' ')
            speakable += ' ';
    }
    const auto isSpoken = [](char c)
    { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return std::ranges::any_of(speakable, isSpoken) ? speakable : std::string();
}

/// flite begins with some 200 ms of near-silence, which a listener would wait through. 20 ms of it stay.
std::span<const std::int16_t> withoutLeadingSilence(std::span<const std::int16_t> spoken, int sampleRate)
{
    constexpr int audibleShareOfPeak = 100;
    int peak = 0;
    for (const auto sample : spoken)
        peak = std::max(peak, std::abs(static_cast<int>(sample)));
    const auto isAudible = [&](std::int16_t sample)
    { return std::abs(static_cast<int>(sample)) * audibleShareOfPeak > peak; };
    const auto first = static_cast<std::size_t>(std::ranges::find_if(spoken, isAudible) - spoken.begin());
    const auto kept = static_cast<std::size_t>(sampleRate) / 50;
    return spoken.subspan(first - std::min(first, kept));
}

Result<std::vector<std::int16_t>> toWireRate(const cst_wave& wave)
{
    auto resampler = audio::Resampler::create(wave.sample_rate, audio::wireSampleRate);
    if (!resampler)
        return resampler.error();
    const auto spoken =
        withoutLeadingSilence({wave.samples, static_cast<std::size_t>(wave.num_samples)}, wave.sample_rate);
    std::vector<float> from(spoken.size());
    audio::pcm16ToFloat(spoken, from);
    std::vector<float> resampled;
    resampler.value().process(from, resampled);
    resampler.value().finish(resampled);
    std::vector<std::int16_t> samples(resampled.size());
    audio::floatToPcm16(resampled, samples);
    return samples;
}

} // namespace

Result<std::vector<std::int16_t>> FliteSynthesiser::speak(const std::string& text, const std::string& voice,
                                                          double speed)
{
    const auto speakable = toSpeakable(text);
    if (speakable.empty())
        return std::vector<std::int16_t>();
    std::unique_ptr<cst_wave, FreeWave> wave;
    {
        auto& all = voices();
        const std::scoped_lock lock(all.mutex);
        const auto& manner = all.find(voice);
        const auto pace = static_cast<double>(manner.pace) * std::clamp(speed, 0.25, 4.0);
        feat_set_float(manner.voice->features, "duration_stretch", static_cast<float>(1.0 / pace));
        feat_set_float(manner.voice->features, "f0_shift", manner.pitch);
        const SameNoise sameNoise;
        wave.reset(flite_text_to_wave(speakable.c_str(), manner.voice));
    }
    if (wave == nullptr || wave->num_samples <= 0)
        return Error{ErrorCode::internal, "Speech synthesis failed: try another voice or text.", "flite"};
    return toWireRate(*wave);
}

} // namespace parley::service
