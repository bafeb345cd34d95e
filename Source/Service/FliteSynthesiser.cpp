// SPDX-License-Identifier: Apache-2.0
#include "Service/FliteSynthesiser.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"

#include <flite/flite.h>

#include <algorithm>
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

struct Voices
{
    std::mutex mutex;
    cst_voice* slt = nullptr;
    cst_voice* rms = nullptr;
    cst_voice* awb = nullptr;
    cst_voice* kal16 = nullptr;

    Voices()
    {
        flite_init();
        slt = register_cmu_us_slt(nullptr);
        rms = register_cmu_us_rms(nullptr);
        awb = register_cmu_us_awb(nullptr);
        kal16 = register_cmu_us_kal16(nullptr);
    }

    [[nodiscard]] cst_voice* find(const std::string& name) const
    {
        const std::map<std::string, cst_voice*> others = {{"coral", slt},   {"marin", slt},  {"sage", slt},
                                                          {"shimmer", slt}, {"ballad", awb}, {"verse", kal16}};
        const auto found = others.find(name);
        return found == others.end() ? rms : found->second;
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
        auto* chosen = all.find(voice);
        feat_set_float(chosen->features, "duration_stretch", static_cast<float>(1.0 / std::clamp(speed, 0.25, 1.5)));
        wave.reset(flite_text_to_wave(speakable.c_str(), chosen));
    }
    if (wave == nullptr || wave->num_samples <= 0)
        return Error{ErrorCode::internal, "Speech synthesis failed: try another voice or text.", "flite"};
    return toWireRate(*wave);
}

} // namespace parley::service
