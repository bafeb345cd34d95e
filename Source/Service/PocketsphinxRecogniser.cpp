// SPDX-License-Identifier: Apache-2.0
#include "Service/PocketsphinxRecogniser.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"
#include "Service/SpeechPieces.h"

#include <pocketsphinx.h>

#include <mutex>
#include <sphinxbase/err.h>
#include <string_view>
#include <vector>

namespace parley::service
{
namespace
{

constexpr int modelRate = 16000;

/// pocketsphinx's default, -frate.
constexpr double framesPerSecond = 100.0;

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

/// "to(2)", the second way to pronounce it, is "to"; what is no word (silence, noise, the sentence's ends) is empty.
std::string plainWord(const char* entry)
{
    const std::string_view word(entry);
    if (word.empty() || word.front() == '<' || word.front() == '[' || word.front() == '+')
        return {};
    return std::string(word.substr(0, word.find('(')));
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

    /// Nothing when the utterance cannot be decoded. Times count from the piece's beginning.
    [[nodiscard]] std::vector<TimedWord> decode(std::span<const std::int16_t> piece)
    {
        if (ps_start_utt(sphinx.get()) < 0)
            return {};
        // All at once: the mean of the whole utterance then normalises it, which recognises far better than a running
        // one.
        ps_process_raw(sphinx.get(), piece.data(), piece.size(), FALSE, TRUE);
        if (ps_end_utt(sphinx.get()) < 0)
            return {};
        std::vector<TimedWord> words;
        for (auto* segment = ps_seg_iter(sphinx.get()); segment != nullptr; segment = ps_seg_next(segment))
        {
            int first = 0;
            int last = 0;
            ps_seg_frames(segment, &first, &last);
            if (auto word = plainWord(ps_seg_word(segment)); !word.empty())
                words.push_back({std::move(word), first / framesPerSecond, (last + 1) / framesPerSecond});
        }
        return words;
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

Result<std::vector<TimedWord>> PocketsphinxRecogniser::recogniseWords(std::span<const std::int16_t> samples,
                                                                      std::stop_token stop)
{
    const auto converted = toModelRate(samples);
    if (!converted)
        return converted.error();
    std::vector<TimedWord> words;
    std::span<const std::int16_t> rest = converted.value();
    while (!rest.empty())
    {
        if (stop.stop_requested())
            return Error{ErrorCode::cancelled, "The session ended before its speech was recognised.", ""};
        const auto begin = static_cast<double>(converted.value().size() - rest.size()) / modelRate;
        const auto cut = firstPiece(rest, modelRate);
        for (auto& word : decoder->decode(rest.first(cut)))
            words.push_back({std::move(word.text), word.startSeconds + begin, word.endSeconds + begin});
        rest = rest.subspan(cut);
    }
    return words;
}

} // namespace parley::service
