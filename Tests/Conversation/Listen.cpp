// SPDX-License-Identifier: Apache-2.0
// parley-listen: holds the reply of a run against what the service sent, and prints figures as JSON.
#include "Audio/Pcm16.h"
#include "Audio/Wav.h"
#include "HeardAnswer.h"
#include "ReferenceResampling.h"
#include "SentAnswers.h"
#include "Service/PocketsphinxRecogniser.h"
#include "WordErrors.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>

namespace parley::listening
{
namespace
{

using Json = nlohmann::ordered_json;

double rounded(double value)
{
    return std::round(value * 100) / 100;
}

/// What a listener without the script understands of the voice; silence before and after, as an utterance has.
Result<std::string> understood(service::SpeechRecogniser& recogniser, std::span<const float> voice, int rate)
{
    auto atWire = resampledByReference(voice, rate, audio::wireSampleRate);
    constexpr std::size_t silence = audio::wireSampleRate / 4;
    atWire.insert(atWire.begin(), silence, 0.0F);
    atWire.insert(atWire.end(), silence, 0.0F);
    std::vector<std::int16_t> samples(atWire.size());
    audio::floatToPcm16(atWire, samples);
    return recogniser.recognise(samples, {});
}

Json figuresOf(const SentAnswer& sent, const HeardAnswer& heard, int rate)
{
    const auto ms = [&](std::size_t frame) { return rounded(static_cast<double>(frame) * 1000 / rate); };
    return {{"response_id", sent.responseId},
            {"transcript", sent.transcript},
            {"arrived_for_ms", rounded(sent.arrivedForMs)},
            {"played_out", sent.wasPlayedOut},
            {"heard_out", heard.wasHeardOut},
            {"fragment", heard.isFragment},
            {"begin_ms", ms(heard.begin)},
            {"end_ms", ms(heard.end)},
            {"sent_ms", rounded(heard.sentMs)},
            {"heard_ms", rounded(heard.heardMs)},
            {"missing_ms", rounded(heard.missingMs)},
            {"residual_db", rounded(heard.residualDb)},
            {"host_residual_db", rounded(heard.hostResidualDb)},
            {"clicks", heard.clicks},
            {"largest_step", heard.largestStep},
            {"largest_sent_step", heard.largestSentStep}};
}

/// What was understood of the reply, and of what was sent, which tells the voice's own share of the errors.
Result<void> addWords(const SentAnswer& sent, std::span<const float> heard, int rate, Json& figures)
{
    auto recogniser = service::PocketsphinxRecogniser::load();
    if (!recogniser)
        return recogniser.error();
    std::vector<float> voice(sent.samples.size());
    audio::pcm16ToFloat(sent.samples, voice);
    const auto ofReply = understood(*recogniser.value(), heard, rate);
    const auto ofSent = understood(*recogniser.value(), voice, audio::wireSampleRate);
    for (const auto* one : {&ofReply, &ofSent})
        if (!*one)
            return one->error();
    figures["understood"] = ofReply.value();
    const auto errors = compareWords(sent.transcript, ofReply.value());
    figures["words"] = errors.said;
    figures["word_errors"] = errors.errors;
    figures["word_error_rate"] = rounded(errors.rate());
    figures["word_errors_of_sent"] = compareWords(sent.transcript, ofSent.value()).errors;
    return {};
}

/// Frames in which the channels are not all the same: the agent has one voice.
std::size_t unequalFrames(const audio::WavAudio& wav)
{
    const auto channels = static_cast<std::size_t>(wav.channels);
    std::size_t unequal = 0;
    for (std::size_t frame = 0; frame < wav.frames(); ++frame)
    {
        const auto samples = std::span(wav.samples).subspan(frame * channels, channels);
        const bool isEqual = std::ranges::all_of(samples, [&](float one) { return one == samples.front(); });
        unequal += isEqual ? 0 : 1;
    }
    return unequal;
}

/// Adds what is heard of the answer, and returns where to look for the next; nothing when it is not heard.
std::optional<HeardAnswer> addHeard(const SentAnswer& sent, std::span<const float> reply, int rate, std::size_t from,
                                    Json& json)
{
    // A voice that differs as much as this is another one.
    constexpr double anotherVoiceDb = -3;
    const auto heard = findAnswer(reply, rate, from, sent.samples);
    if (heard && (heard.value().isFragment || heard.value().hostResidualDb < anotherVoiceDb))
    {
        json["answers"].push_back(figuresOf(sent, heard.value(), rate));
        return heard.value();
    }
    json["unheard"].push_back(sent.responseId);
    return std::nullopt;
}

Result<Json> listen(const std::filesystem::path& directory, bool wantsWords)
{
    const auto wav = audio::readWav(directory / "reply.wav");
    if (!wav)
        return wav.error();
    const auto sentAnswers = readSentAnswers(directory / "recording.jsonl");
    if (!sentAnswers)
        return sentAnswers.error();
    const auto rate = wav.value().sampleRate;
    const auto reply = wav.value().mono();
    std::vector<HeardAnswer> found;
    Json json{{"rate", rate},
              {"unequal_frames", unequalFrames(wav.value())},
              {"answers", Json::array()},
              {"unheard", Json::array()}};
    std::size_t from = 0;
    for (const auto& sent : sentAnswers.value())
    {
        const auto heard = addHeard(sent, reply, rate, from, json);
        if (!heard)
            continue;
        from = heard->end + static_cast<std::size_t>(rate) * 12 / 1000;
        found.push_back(*heard);
        const auto sound = std::span(reply).subspan(heard->begin, heard->end - heard->begin);
        if (wantsWords && heard->wasHeardOut)
            if (const auto done = addWords(sent, sound, rate, json["answers"].back()); !done)
                return done.error();
    }
    json["sound_outside_frames"] = soundOutside(reply, rate, found);
    return json;
}

} // namespace
} // namespace parley::listening

int main(int argc, char** argv)
{
    std::filesystem::path directory;
    bool withoutWords = false;
    CLI::App app("Holds the reply of a parley-host run against what the service sent, and prints figures as JSON.");
    app.add_option("DIR", directory, "The run's results: reply.wav and recording.jsonl")->required();
    app.add_flag("--no-words", withoutWords, "Does not recognise the speech");
    CLI11_PARSE(app, argc, argv);
    const auto figures = parley::listening::listen(directory, !withoutWords);
    if (!figures)
    {
        std::cerr << figures.error().describe() << '\n';
        return 1;
    }
    std::cout << figures.value().dump(2) << '\n';
    return 0;
}
