// SPDX-License-Identifier: Apache-2.0
#include "Service/PocketsphinxRecogniser.h"

#include "Audio/Pcm16.h"
#include "Audio/Resampler.h"
#include "Service/LikelyPhrases.h"
#include "Service/SpeechPieces.h"

#include <pocketsphinx.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <mutex>
#include <sphinxbase/err.h>
#include <sphinxbase/fsg_model.h>
#include <sstream>
#include <string_view>
#include <vector>

namespace parley::service
{
namespace
{

constexpr int modelRate = 16000;

/// A longer piece is no phrase.
constexpr int longestPhraseSeconds = 6;

constexpr std::size_t mostKnownWords = 20000;

/// The library's own name for what it was loaded with (its PS_DEFAULT_SEARCH; asking for it leaks), and ours beside it.
constexpr auto* generalSearch = "_default";
constexpr auto* phraseSearch = "phrases";

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

/// At its blanks.
std::vector<std::string> split(const std::string& line)
{
    std::istringstream words(line);
    return {std::istream_iterator<std::string>(words), {}};
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

    struct FreeGrammar
    {
        void operator()(fsg_model_t* owned) const { fsg_model_free(owned); }
    };

    std::unique_ptr<cmd_ln_t, FreeConfiguration> configuration;
    std::unique_ptr<ps_decoder_t, FreeDecoder> sphinx;
    std::map<std::string, bool, std::less<>> knownWords; ///< Those of phrases that were asked for.

    [[nodiscard]] bool isKnown(const std::string& word)
    {
        if (knownWords.size() >= mostKnownWords)
            knownWords.clear();
        const auto [entry, isNew] = knownWords.try_emplace(word, false);
        if (isNew)
        {
            auto* phones = ps_lookup_word(sphinx.get(), word.c_str());
            entry->second = phones != nullptr;
            std::free(phones); // NOLINT: the library allocates it so
        }
        return entry->second;
    }

    /// Not one with a word that the model cannot pronounce.
    [[nodiscard]] bool canBeHeard(const std::string& phrase)
    {
        const auto words = split(phrase);
        return !words.empty() && std::ranges::all_of(words, [this](const std::string& word) { return isKnown(word); });
    }

    /// One of these phrases, or the same again.
    [[nodiscard]] std::vector<TimedWord> reconsider(std::span<const std::int16_t> piece, std::vector<TimedWord> first,
                                                    const std::vector<std::string>& phrases)
    {
        auto said = textOf(first);
        if (std::ranges::find(phrases, said) != phrases.end())
            return first;
        std::vector<std::vector<std::string>> choices;
        for (const auto& phrase : phrases)
            if (canBeHeard(phrase))
                choices.push_back(split(phrase));
        if (choices.empty())
            return first;
        choices.push_back(split(said));
        if (!choose(choices) || ps_set_search(sphinx.get(), phraseSearch) < 0)
            return first;
        auto second = decode(piece);
        ps_set_search(sphinx.get(), generalSearch);
        return second.empty() ? first : second;
    }

    /// From the first state each choice leads to the last, word by word. (The library's own reader of grammars leaks.)
    [[nodiscard]] bool choose(const std::vector<std::vector<std::string>>& choices)
    {
        constexpr int begin = 0;
        constexpr int end = 1;
        int states = 2;
        for (const auto& words : choices)
            states += static_cast<int>(words.size()) - 1;
        const std::unique_ptr<fsg_model_t, FreeGrammar> grammar(
            fsg_model_init(phraseSearch, ps_get_logmath(sphinx.get()), 1.0F, states));
        if (grammar == nullptr)
            return false;
        grammar->start_state = begin;
        grammar->final_state = end;
        int next = end + 1;
        for (const auto& words : choices)
            for (std::size_t i = 0; i < words.size(); ++i)
            {
                const int from = i == 0 ? begin : next++;
                const int to = i + 1 == words.size() ? end : next;
                fsg_model_trans_add(grammar.get(), from, to, 0, fsg_model_word_add(grammar.get(), words[i].c_str()));
            }
        return ps_set_fsg(sphinx.get(), phraseSearch, grammar.get()) >= 0;
    }

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

PocketsphinxRecogniser::PocketsphinxRecogniser(std::unique_ptr<Decoder> loaded, std::vector<std::string> likely)
    : decoder(std::move(loaded))
    , alwaysLikely(std::move(likely))
{
}

PocketsphinxRecogniser::~PocketsphinxRecogniser() = default;

Result<std::unique_ptr<PocketsphinxRecogniser>> PocketsphinxRecogniser::load(const std::filesystem::path& model,
                                                                             std::vector<std::string> likely)
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
    return std::unique_ptr<PocketsphinxRecogniser>(new PocketsphinxRecogniser(std::move(made), std::move(likely)));
}

Result<std::vector<TimedWord>> PocketsphinxRecogniser::recogniseWords(std::span<const std::int16_t> samples,
                                                                      const std::vector<std::string>& phrases,
                                                                      std::stop_token stop)
{
    const auto converted = toModelRate(samples);
    if (!converted)
        return converted.error();
    auto likely = alwaysLikely;
    addPhrases(likely, phrases);
    const bool mayBePhrase = !likely.empty() && converted.value().size() <= longestPhraseSeconds * modelRate;
    std::vector<TimedWord> words;
    std::span<const std::int16_t> rest = converted.value();
    while (!rest.empty())
    {
        if (stop.stop_requested())
            return Error{ErrorCode::cancelled, "The session ended before its speech was recognised.", ""};
        const auto begin = static_cast<double>(converted.value().size() - rest.size()) / modelRate;
        const auto cut = firstPiece(rest, modelRate);
        auto understood = decoder->decode(rest.first(cut));
        if (mayBePhrase && !understood.empty())
            understood = decoder->reconsider(rest.first(cut), std::move(understood), likely);
        for (auto& word : understood)
            words.push_back({std::move(word.text), word.startSeconds + begin, word.endSeconds + begin});
        rest = rest.subspan(cut);
    }
    return words;
}

} // namespace parley::service
