// SPDX-License-Identifier: Apache-2.0
// Ten turns of a voice pipeline with the local engines, listened to by a recogniser that does not know the script.
#include "Bridge/VoiceProvider.h"
#include "Service/PocketsphinxRecogniser.h"
#include "Support/Skip.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/Pipeline.h"
#include "Voice/SimpleWorkflow.h"
#include "WordErrors.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <future>
#include <map>

using namespace parley;
using namespace parley::listening;
using namespace parley::voice;
using namespace std::chrono_literals;

namespace
{

const std::vector<std::string> lines{
    "the weather is very nice today",        "where is the nearest hospital",
    "we are going to the station",           "please open the window in the kitchen",
    "my brother lives in a small house",     "the train leaves in the morning",
    "there is a great deal of water",        "she was reading an old newspaper",
    "tell me something about the president", "thank you very much for the information",
};

using Samples = std::vector<std::int16_t>;

/// What the service's own voice makes of a line.
Samples spoken(const std::shared_ptr<const VoiceService>& service, const std::string& line)
{
    HttpTextToSpeech voice(service, {});
    Samples speech;
    std::promise<std::optional<Error>> over;
    std::unique_ptr<Activity> activity;
    auto& network = service->pool->executor();
    network.post(
        [&]
        {
            activity = voice.speak(line, {[&](std::span<const std::int16_t> samples)
                                          { speech.insert(speech.end(), samples.begin(), samples.end()); },
                                          [&](const std::optional<Error>& problem)
                                          {
                                              activity.reset();
                                              over.set_value(problem);
                                          }});
        });
    const auto problem = over.get_future().get();
    INFO((problem ? problem->describe() : ""));
    REQUIRE_FALSE(problem);
    return speech;
}

Samples withSilence(const Samples& speech)
{
    Samples padded(6000);
    padded.insert(padded.end(), speech.begin(), speech.end());
    padded.resize(padded.size() + 6000);
    return padded;
}

struct Turn
{
    std::string answer;
    Samples speech;
};

/// What a conversation told, in order.
struct Conversation
{
    std::vector<std::string> transcripts;
    std::map<std::uint64_t, Turn> turns;
    std::vector<std::uint64_t> ended;
    std::vector<Error> errors;

    void take(const VoiceStreamEvent& event)
    {
        if (const auto* heard = std::get_if<VoiceStreamEventTranscript>(&event); heard != nullptr && heard->isFinal)
            transcripts.push_back(heard->text);
        else if (const auto* text = std::get_if<VoiceStreamEventText>(&event))
            turns[text->turn].answer += (turns[text->turn].answer.empty() ? "" : " ") + text->text;
        else if (const auto* audio = std::get_if<VoiceStreamEventAudio>(&event))
            turns[audio->turn].speech.insert(turns[audio->turn].speech.end(), audio->samples.begin(),
                                             audio->samples.end());
        else if (const auto* failed = std::get_if<VoiceStreamEventError>(&event))
            errors.push_back(failed->error);
        else if (const auto* life = std::get_if<VoiceStreamEventLifecycle>(&event);
                 life != nullptr && life->event == VoiceLifecycle::turnEnded)
            ended.push_back(life->turn);
    }
};

} // namespace

TEST_CASE("ten turns with the local engines: heard and answered in order, and each word of the answers is spoken")
{
    ::setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
    const auto found = bridge::resolveVoiceService({});
    auto listener = service::PocketsphinxRecogniser::load();
    if (!found || !listener)
        PARLEY_SKIP("needs the speech engines' models");
    const auto& service = found.value();
    VoiceConfig config;
    config.allowsBargeIn = false;
    config.stt.turnDetection = nullptr;
    Pipeline pipeline(VoiceModels::at(service, config),
                      std::make_shared<SimpleWorkflow>([](const std::string& said) { return "You said: " + said; }),
                      config);
    const auto input = std::make_shared<StreamedAudioInput>();
    for (const auto& line : lines)
    {
        CHECK(input->push(withSilence(spoken(service, line))));
        input->endTurn();
    }
    input->close();
    Conversation talk;
    for (const auto& event : pipeline.run(input))
        talk.take(event);

    INFO((talk.errors.empty() ? "" : talk.errors.front().describe()));
    REQUIRE(talk.errors.empty());
    REQUIRE(talk.transcripts.size() == lines.size());
    CHECK(talk.ended == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    WordErrors heard;
    WordErrors understood;
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        const auto& turn = talk.turns.at(i + 1);
        const auto words = listener.value()->recognise(withSilence(turn.speech), {});
        REQUIRE(words);
        INFO(lines[i] << " / " << talk.transcripts[i] << " / " << words.value());
        CHECK(turn.answer == "You said: " + talk.transcripts[i]);
        const auto ofTurn = compareWords(lines[i], talk.transcripts[i]);
        // Another line would share hardly a word with it.
        CHECK(ofTurn.rate() < 0.5);
        const auto ofAnswer = compareWords(turn.answer, words.value());
        CHECK(ofAnswer.rate() < 0.5);
        heard.said += ofTurn.said;
        heard.errors += ofTurn.errors;
        understood.said += ofAnswer.said;
        understood.errors += ofAnswer.errors;
    }
    // The small voice and the small recogniser are not perfect; a word left out in each answer would show.
    CHECK(heard.rate() < 0.15);
    CHECK(understood.rate() < 0.15);
}
