// SPDX-License-Identifier: Apache-2.0
// Speech recognition by pocketsphinx with its general model of US English.
#pragma once

#include "Service/SpeechRecogniser.h"

#include <filesystem>
#include <memory>

namespace parley::service
{

/// One decoder, about 100 MB and 0.4 s to load. Each utterance is decoded as a whole and by itself, so that what one
/// user said before never changes what is understood of another.
class PocketsphinxRecogniser : public SpeechRecogniser
{
public:
    /// Where Debian's pocketsphinx-en-us puts the model.
    static constexpr const char* modelDirectory = "/usr/share/pocketsphinx/model/en-us";

    /// speechModelMissing when the model is not there or does not load.
    [[nodiscard]] static Result<std::unique_ptr<PocketsphinxRecogniser>>
    load(const std::filesystem::path& model = modelDirectory);

    ~PocketsphinxRecogniser() override;

    /// Looks for a stop after each ten seconds of speech.
    [[nodiscard]] Result<std::vector<TimedWord>> recogniseWords(std::span<const std::int16_t> samples,
                                                                std::stop_token stop) override;

private:
    struct Decoder;
    explicit PocketsphinxRecogniser(std::unique_ptr<Decoder> loaded);
    std::unique_ptr<Decoder> decoder;
};

} // namespace parley::service
