// SPDX-License-Identifier: Apache-2.0
#include "Service/PocketsphinxRecogniser.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"

#include <pocketsphinx.h>

#include <cmath>
#include <mutex>
#include <sphinxbase/err.h>
#include <vector>

namespace parley::service
{
namespace
{

constexpr int modelRate = 16000;

/// Longer speech is decoded in pieces, cut where it is quietest.
constexpr std::size_t longestPiece = 10 * modelRate;
constexpr std::size_t shortestPiece = 7 * modelRate;
constexpr std::size_t quietWindow = modelRate / 10;

/// The library keeps its log's destination in a global.
std::mutex& loading()
{
    static std::mutex mutex;
    return mutex;
}

Error modelMissing(const std::filesystem::path& model)
{
    return {ErrorCode::speechModelMissing,
            "The speech model in " + model.string() +
                " is missing or does not load: install the Debian package pocketsphinx-en-us.",
            "speech recognition"};
}

std::size_t findCut(std::span<const std::int16_t> samples)
{
    if (samples.size() <= longestPiece)
        return samples.size();
    std::size_t best = longestPiece;
    double lowest = -1.0;
    for (std::size_t start = shortestPiece; start + quietWindow <= longestPiece; start += quietWindow / 2)
    {
        double energy = 0.0;
        for (const auto sample : samples.subspan(start, quietWindow))
            energy += static_cast<double>(sample) * sample;
        if (lowest < 0.0 || energy < lowest)
        {
            lowest = energy;
            best = start + quietWindow / 2;
        }
    }
    return best;
}

Result<std::vector<std::int16_t>> toModelRate(std::span<const std::int16_t> samples)
{
    auto resampler = audio::Resampler::create(audio::wireSampleRate, modelRate);
    if (!resampler)
        return resampler.error();
    std::vector<float> from(samples.size());
    audio::pcm16ToFloat(samples, from);
    std::vector<float> resampled;
    resampler.value().process(from, resampled);
    resampler.value().finish(resampled);
    std::vector<std::int16_t> converted(resampled.size());
    audio::floatToPcm16(resampled, converted);
    return converted;
}

} // namespace

struct PocketsphinxRecogniser::Decoder
{
    struct FreeConfiguration
    {
        void operator()(cmd_ln_t* owned) const { cmd_ln_free_r(owned); }
    };
    struct FreeDecoder
    {
        void operator()(ps_decoder_t* owned) const { ps_free(owned); }
    };

    std::unique_ptr<cmd_ln_t, FreeConfiguration> configuration;
    std::unique_ptr<ps_decoder_t, FreeDecoder> sphinx;

    /// Nothing when the utterance cannot be decoded; the words may be empty.
    [[nodiscard]] std::string decode(std::span<const std::int16_t> piece)
    {
        if (ps_start_utt(sphinx.get()) < 0)
            return {};
        // All at once: the mean of the whole utterance then normalises it, which recognises far better than a running
        // one.
        ps_process_raw(sphinx.get(), piece.data(), piece.size(), FALSE, TRUE);
        if (ps_end_utt(sphinx.get()) < 0)
            return {};
        std::int32_t score = 0;
        const char* words = ps_get_hyp(sphinx.get(), &score);
        return words == nullptr ? std::string() : std::string(words);
    }
};

PocketsphinxRecogniser::PocketsphinxRecogniser(std::unique_ptr<Decoder> loaded)
    : decoder(std::move(loaded))
{
}

PocketsphinxRecogniser::~PocketsphinxRecogniser() = default;

Result<std::unique_ptr<PocketsphinxRecogniser>> PocketsphinxRecogniser::load(const std::filesystem::path& model)
{
    const auto acoustic = model / "en-us";
    const auto language = model / "en-us.lm.bin";
    const auto dictionary = model / "cmudict-en-us.dict";
    std::error_code ignored;
    // The library ends the process over a missing file.
    for (const auto& file : {acoustic / "mdef", acoustic / "means", acoustic / "feat.params", language, dictionary})
        if (!std::filesystem::exists(file, ignored))
            return modelMissing(model);
    const std::scoped_lock lock(loading());
    err_set_logfp(nullptr);
    auto made = std::make_unique<Decoder>();
    made->configuration.reset(cmd_ln_init(nullptr, ps_args(), TRUE, "-hmm", acoustic.c_str(), "-lm", language.c_str(),
                                          "-dict", dictionary.c_str(), "-logfn", "/dev/null",
                                          static_cast<const char*>(nullptr)));
    if (made->configuration == nullptr)
        return modelMissing(model);
    made->sphinx.reset(ps_init(made->configuration.get()));
    if (made->sphinx == nullptr)
        return modelMissing(model);
    return std::unique_ptr<PocketsphinxRecogniser>(new PocketsphinxRecogniser(std::move(made)));
}

Result<std::string> PocketsphinxRecogniser::recognise(std::span<const std::int16_t> samples, std::stop_token stop)
{
    const auto converted = toModelRate(samples);
    if (!converted)
        return converted.error();
    std::string words;
    std::span<const std::int16_t> rest = converted.value();
    while (!rest.empty())
    {
        if (stop.stop_requested())
            return Error{ErrorCode::cancelled, "The session ended before its speech was recognised.", ""};
        const auto cut = findCut(rest);
        const auto heard = decoder->decode(rest.first(cut));
        words += (words.empty() || heard.empty() ? "" : " ") + heard;
        rest = rest.subspan(cut);
    }
    return words;
}

} // namespace parley::service
