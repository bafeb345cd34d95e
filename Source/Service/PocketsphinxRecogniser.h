// SPDX-License-Identifier: Apache-2.0
// Speech recognition by pocketsphinx with its general model of US English.
#pragma once

#include "Service/SpeechRecogniser.h"

#include <filesystem>
#include <memory>

namespace parley::service
{

/// One decoder, about 100 MB and 0.4 s to load. Each utterance is decoded as a whole and by itself, so that what one
/// user said before never changes what is understood of another. Where phrases are likely it is decoded a second time,
/// with a grammar of them and of what was understood the first time: what sounds more like one of them becomes it.
class PocketsphinxRecogniser : public SpeechRecogniser
{
public:
    /// Where Debian's pocketsphinx-en-us puts the model.
    static constexpr const char* modelDirectory = "/usr/share/pocketsphinx/model/en-us";

    /// `likely` are phrases that are likely in every utterance. speechModelMissing when the model is not there or does
    /// not load.
    [[nodiscard]] static Result<std::unique_ptr<PocketsphinxRecogniser>>
    load(const std::filesystem::path& model = modelDirectory, std::vector<std::string> likely = {});

    ~PocketsphinxRecogniser() override;

    /// Looks for a stop after each ten seconds of speech.
    [[nodiscard]] Result<std::vector<TimedWord>> recogniseWords(std::span<const std::int16_t> samples,
                                                                const std::vector<std::string>& phrases,
                                                                std::stop_token stop) override;

private:
    struct Decoder;
    PocketsphinxRecogniser(std::unique_ptr<Decoder> loaded, std::vector<std::string> likely);
    std::unique_ptr<Decoder> decoder;
    std::vector<std::string> alwaysLikely;
};

} // namespace parley::service
