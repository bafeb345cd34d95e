// SPDX-License-Identifier: Apache-2.0
// How much the local service's recogniser understands: word error rates with and without likely phrases.
#include "Audio/Pcm16.h"
#include "Benches.h"
#include "Service/FliteSynthesiser.h"
#include "Service/PocketsphinxRecogniser.h"
#include "Support/RecordedSpeech.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench
{
namespace
{

using Words = std::vector<std::string>;

constexpr std::array commands = {
    "open the door",     "close the door",      "turn on the lights",    "turn off the lights", "dim the lamp",
    "raise the blinds",  "lower the blinds",    "play some music",       "stop the music",      "next song please",
    "louder please",     "a little softer",     "what time is it",       "tell me a story",     "go back to the start",
    "skip this chapter", "show me the map",     "where is the exit",     "call the front desk", "take me upstairs",
    "start the tour",    "pause the tour",      "speak more slowly",     "say that again",      "change the voice",
    "set the alarm",     "cancel the alarm",    "read the label",        "who painted this",    "how old is it",
    "turn left",         "turn right",          "go forward ten meters", "stop right there",    "pick up the key",
    "drop the sword",    "cast the fire spell", "drink the red potion",  "save my game",        "quit the game"};

struct Utterance
{
    std::vector<std::int16_t> samples;
    std::string words;
};

/// Each spoken by another of four voices.
std::vector<Utterance> spokenCommands()
{
    constexpr std::array voices = {"alloy", "ash", "marin", "cedar"};
    service::FliteSynthesiser synthesiser;
    std::vector<Utterance> spoken;
    for (std::size_t i = 0; i < commands.size(); ++i)
        spoken.push_back(
            {synthesiser.speak(std::string(commands[i]) + ".", voices[i % voices.size()], 1.0).value(), commands[i]});
    return spoken;
}

/// The LibriVox clips of Debian's pocketsphinx-testdata with their transcripts; none where it is not installed.
std::vector<Utterance> recordedSentences()
{
    const std::string folder = "librivox/";
    std::ifstream lines("/usr/share/pocketsphinx/test/data/librivox/transcription");
    std::vector<Utterance> recorded;
    for (std::string line; std::getline(lines, line);)
    {
        const auto begin = line.find("<s> ") + 4;
        const auto end = line.find(" </s> (");
        const auto name = line.substr(end + 7, line.rfind(')') - end - 7);
        const auto sound = test::recordedSpeech(folder + name + ".wav", audio::wireSampleRate);
        std::vector<std::int16_t> samples(sound.size());
        audio::floatToPcm16(sound, samples);
        recorded.push_back({std::move(samples), line.substr(begin, end - begin)});
    }
    return recorded;
}

Words wordsOf(const std::string& line)
{
    std::istringstream stream(line);
    return {std::istream_iterator<std::string>(stream), {}};
}

/// Words put in, left out or taken for others (Levenshtein).
std::size_t wordErrors(const Words& said, const Words& understood)
{
    std::vector<std::size_t> row(understood.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = i;
    for (std::size_t i = 1; i <= said.size(); ++i)
    {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j < row.size(); ++j)
        {
            const auto same = diagonal + (said[i - 1] == understood[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({same, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

void measure(Figures& figures, const std::string& name, service::PocketsphinxRecogniser& recogniser,
             const std::vector<Utterance>& utterances, const Words& phrases)
{
    std::size_t words = 0;
    std::size_t errors = 0;
    std::size_t samples = 0;
    const auto began = std::chrono::steady_clock::now();
    for (const auto& utterance : utterances)
    {
        const auto said = wordsOf(utterance.words);
        words += said.size();
        samples += utterance.samples.size();
        errors += wordErrors(said, wordsOf(recogniser.recognise(utterance.samples, {}, phrases).value()));
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
    figures.add("ear." + name + "_wer", 100.0 * static_cast<double>(errors) / static_cast<double>(words), "%");
    figures.add("ear." + name + "_time", taken.count() * audio::wireSampleRate / static_cast<double>(samples),
                "of real time");
}

} // namespace

void earBench(Figures& figures)
{
    auto recogniser = service::PocketsphinxRecogniser::load();
    if (!recogniser)
    {
        std::cerr << "ear: " << recogniser.error().message << "\n";
        return;
    }
    const Words phrases(commands.begin(), commands.end());
    const auto recorded = recordedSentences();
    const auto spoken = spokenCommands();
    for (const bool isHelped : {false, true})
    {
        const std::string how = isHelped ? "_with_phrases" : "";
        if (!recorded.empty())
            measure(figures, "librivox" + how, *recogniser.value(), recorded, isHelped ? phrases : Words());
        measure(figures, "commands" + how, *recogniser.value(), spoken, isHelped ? phrases : Words());
    }
}

} // namespace parley::bench
