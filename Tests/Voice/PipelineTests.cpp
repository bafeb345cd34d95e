// SPDX-License-Identifier: Apache-2.0
#include "Voice/AgentWorkflow.h"
#include "Voice/ScriptedModels.h"
#include "Voice/SimpleWorkflow.h"
#include "Voice/VoiceLimits.h"
#include "Voice/VoiceRig.h"

#include <catch2/catch.hpp>

#include <condition_variable>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using namespace std::chrono_literals;

namespace
{

std::shared_ptr<SimpleWorkflow> echo(const std::string& greeting = {})
{
    return std::make_shared<SimpleWorkflow>([](const std::string& said) { return "You said: " + said; }, greeting);
}

struct Scripted
{
    explicit Scripted(std::vector<std::string> heard, std::shared_ptr<Workflow> workflow = echo(),
                      VoiceConfig config = {})
        : pipeline({std::make_shared<ScriptedSpeechToText>(std::move(heard)), voice}, std::move(workflow), config)
    {
    }

    std::shared_ptr<ScriptedTextToSpeech> voice = std::make_shared<ScriptedTextToSpeech>();
    Pipeline pipeline;
};

/// What a test's models or workflows are asked for, and the test answers itself, on the network thread.
class ByHand final : public SpeechToText, public TextToSpeech, public Workflow
{
public:
    std::unique_ptr<Activity> transcribe(const AudioInput&, TranscriptHandlers told) override
    {
        return hearing(std::move(told));
    }
    std::unique_ptr<Activity> listen(std::shared_ptr<StreamedAudioInput>, TranscriptHandlers told) override
    {
        return hearing(std::move(told));
    }
    std::unique_ptr<Activity> speak(std::string text, SpeechHandlers told) override
    {
        speech.emplace_back(std::move(text), std::move(told));
        return counted();
    }
    std::unique_ptr<Activity> greet(WorkflowHandlers) override { return nullptr; }
    std::unique_ptr<Activity> answer(std::string, WorkflowHandlers told) override
    {
        workflow = std::move(told);
        return counted();
    }
    void wasCut(const std::string& heard) override { cuts.push_back(heard); }

    TranscriptHandlers ears;
    WorkflowHandlers workflow;
    std::vector<std::string> cuts; ///< What was heard of answers that were cut.
    std::vector<std::pair<std::string, SpeechHandlers>> speech;
    int open = 0; ///< Activities that were not given up.

private:
    struct Counted final : Activity
    {
        explicit Counted(int& counter)
            : count(counter)
        {
            ++count;
        }
        ~Counted() override { --count; }
        int& count;
    };
    std::unique_ptr<Activity> counted() { return std::make_unique<Counted>(open); }
    std::unique_ptr<Activity> hearing(TranscriptHandlers told)
    {
        ears = std::move(told);
        return counted();
    }
};

struct HandDriven
{
    HandDriven()
        : pipeline({hand, hand}, hand)
    {
    }
    /// The next events, until this word.
    std::string until(VoiceResult& result, const std::string& word)
    {
        std::string words;
        while (const auto event = result.next(5s))
        {
            const auto one = wordFor(*event);
            words += one.empty() ? "" : (words.empty() ? "" : " ") + one;
            if (one == word)
                break;
        }
        return words;
    }

    std::shared_ptr<ByHand> hand = std::make_shared<ByHand>();
    Pipeline pipeline;
};

} // namespace

TEST_CASE("speech goes in, is written down, answered, and the answer is spoken")
{
    Scripted scripted({"hello"});
    const auto told = allOf(scripted.pipeline.run(someSpeech()));
    CHECK(told.words == "heard(hello) turn_started says(You said: hello) turn_ended session_ended");
    CHECK(told.audio.size() == std::string("You said: hello").size() * 240);
}

TEST_CASE("the greeting is spoken first and once in a conversation, before a whole input too")
{
    Scripted scripted({"one", "two"}, echo("Hello! I am listening."));
    const auto first = allOf(scripted.pipeline.run(someSpeech()));
    CHECK(scripted.voice->spoken() == std::vector<std::string>{"Hello!", "I am listening.", "You said: one"});
    CHECK(first.words.ends_with("says(Hello!) says(I am listening.) turn_ended turn_started says(You said: one) "
                                "turn_ended session_ended"));
    const auto second = allOf(scripted.pipeline.run(someSpeech()));
    CHECK(second.words == "heard(two) turn_started says(You said: two) turn_ended session_ended");
}

TEST_CASE("a streamed input has turn after turn, and its end ends the run")
{
    VoiceConfig config;
    config.allowsBargeIn = false;
    Scripted scripted({"one", "two"}, echo(), config);
    const auto input = std::make_shared<StreamedAudioInput>();
    auto result = scripted.pipeline.run(input);
    CHECK(input->push(std::vector<std::int16_t>(4800, 100)));
    input->close();
    CHECK(
        allOf(std::move(result)).words ==
        "listening heard(one) turn_started heard(two) says(You said: one) turn_ended turn_started says(You said: two) "
        "turn_ended session_ended");
}

TEST_CASE("events can be handed over instead of taken, in order and one at a time")
{
    Scripted scripted({"hello"});
    std::promise<void> over;
    Told told;
    auto result = scripted.pipeline.run(someSpeech());
    result.handTo(
        [&](const VoiceStreamEvent& event)
        {
            told.take(event);
            if (wordFor(event) == "session_ended")
                over.set_value();
        });
    REQUIRE(over.get_future().wait_for(5s) == std::future_status::ready);
    CHECK(told.words == "heard(hello) turn_started says(You said: hello) turn_ended session_ended");
}

TEST_CASE("a result that is dropped gives up all that is under way")
{
    HandDriven driven;
    {
        auto result = driven.pipeline.run(someSpeech());
        onNetwork(
            [&]
            {
                driven.hand->ears.onTranscript({"hello", true});
                driven.hand->workflow.onText("One. Two. T");
            });
        onNetwork([&] { CHECK(driven.hand->open == 4); });
    }
    onNetwork([&] { CHECK(driven.hand->open == 0); });
}

TEST_CASE("a pipeline that runs already tells a second run so, and takes another when the first is over")
{
    Scripted scripted({"one", "two"});
    HandDriven driven;
    {
        auto first = driven.pipeline.run(someSpeech());
        CHECK(allOf(driven.pipeline.run(someSpeech())).words == "error(request_rejected)");
    }
    auto third = driven.pipeline.run(someSpeech());
    onNetwork([&] { driven.hand->ears.onEnd(std::nullopt); });
    CHECK(driven.until(third, "session_ended") == "session_ended");
}

TEST_CASE("speech that nobody has taken yet is gone when the user speaks, and the next turn begins")
{
    HandDriven driven;
    const auto input = std::make_shared<StreamedAudioInput>();
    auto result = driven.pipeline.run(input);
    onNetwork(
        [&]
        {
            driven.hand->ears.onTranscript({"hello", true});
            driven.hand->workflow.onText("One. Two. T");
            driven.hand->speech.at(0).second.onSpeech(std::vector<std::int16_t>(9600, 1));
            driven.hand->ears.onSpeechStarted({});
            driven.hand->ears.onTranscript({"stop", true});
        });
    Told told;
    while (const auto event = result.next(0ms))
        told.take(*event);
    CHECK(told.audio.empty());
    CHECK(told.words == "heard(hello) turn_started turn_ended(cut) speech_started heard(stop) turn_started");
}

TEST_CASE("a workflow is told what was heard of an answer that was cut, also when all of it was made already")
{
    HandDriven driven;
    const auto input = std::make_shared<StreamedAudioInput>();
    auto result = driven.pipeline.run(input);
    const bool isMade = GENERATE(false, true);
    onNetwork(
        [&]
        {
            auto& hand = *driven.hand;
            hand.ears.onTranscript({"hello", true});
            hand.workflow.onText("One. Two. Three.");
            hand.workflow.onEnd(std::nullopt);
            for (const std::size_t i : {0, 1, 2})
            {
                hand.speech.at(i).second.onSpeech(std::vector<std::int16_t>(480, 1));
                if (isMade || i < 2)
                    hand.speech.at(i).second.onEnd(std::nullopt);
            }
        });
    CHECK(driven.until(result, "says(Two.)") == "heard(hello) turn_started says(One.) says(Two.)");
    onNetwork(
        [&]
        {
            driven.hand->ears.onSpeechStarted({});
            CHECK(driven.hand->cuts == std::vector<std::string>{"One. Two."});
            // Nothing is left to be cut.
            driven.hand->ears.onSpeechStarted({});
            CHECK(driven.hand->cuts.size() == 1);
        });
}

TEST_CASE("the events can be taken on the network thread, told of when there are some again")
{
    HandDriven driven;
    auto result = driven.pipeline.run(someSpeech());
    std::string words;
    int told = 0;
    const auto takeAll = [&]
    {
        while (const auto event = result.next(0ms))
            words += wordFor(*event) + " ";
    };
    onNetwork(
        [&]
        {
            result.whenAvailable(
                [&]
                {
                    ++told;
                    takeAll();
                });
        });
    // What is made of an input and the word that it is there are tasks of their own.
    const auto settle = []
    {
        onNetwork([] {});
        onNetwork([] {});
    };
    onNetwork([&] { driven.hand->ears.onTranscript({"hello", true}); });
    settle();
    onNetwork([&] { CHECK(words == "heard(hello) turn_started "); });
    onNetwork(
        [&]
        {
            driven.hand->workflow.onText("One. Two");
            driven.hand->speech.at(0).second.onSpeech(std::vector<std::int16_t>(480, 1));
            CHECK_FALSE(result.isAudioNext());
        });
    settle();
    onNetwork([&] { CHECK(words == "heard(hello) turn_started says(One.)  "); });
    onNetwork(
        [&]
        {
            CHECK(told == 2);
            result.whenAvailable(nullptr);
            driven.hand->speech.at(0).second.onSpeech(std::vector<std::int16_t>(480, 1));
            CHECK(result.isAudioNext());
            result.interrupt();
            CHECK_FALSE(result.isAudioNext());
            takeAll();
        });
    CHECK(words == "heard(hello) turn_started says(One.)  turn_ended(cut) ");
    CHECK(told == 2);
}

TEST_CASE("a line can be written into a run, and an answer stopped from outside")
{
    HandDriven driven;
    const auto input = std::make_shared<StreamedAudioInput>();
    auto result = driven.pipeline.run(input);
    result.sendText("hello");
    CHECK(driven.until(result, "turn_started") == "turn_started");
    onNetwork([&] { driven.hand->workflow.onText("One. Two"); });
    result.interrupt();
    CHECK(driven.until(result, "turn_ended(cut)") == "turn_ended(cut)");
    result.sendText("more");
    CHECK(driven.until(result, "turn_started") == "turn_started");
}

TEST_CASE("a function's fault is one error, and nothing follows it")
{
    const auto throwing =
        std::make_shared<SimpleWorkflow>([](const std::string&) -> std::string { throw std::runtime_error("oh"); });
    const auto told = allOf(Scripted({"hello"}, throwing).pipeline.run(someSpeech()));
    CHECK(told.words == "heard(hello) turn_started error(internal)");
    CHECK(told.errors.at(0).message.find("oh") != std::string::npos);
}

TEST_CASE("fifty pipelines at once all come to their end")
{
    std::vector<std::unique_ptr<Scripted>> all;
    std::vector<VoiceResult> results;
    for (int i = 0; i < 50; ++i)
    {
        all.push_back(std::make_unique<Scripted>(std::vector<std::string>{"hello " + std::to_string(i)}));
        results.push_back(all.back()->pipeline.run(someSpeech()));
    }
    for (auto& result : results)
        CHECK(allOf(std::move(result)).words.ends_with("turn_ended session_ended"));
}

TEST_CASE("a whole service over HTTP hears, answers and speaks, over few connections")
{
    StreamingPeer server(wholeService("hello there", "Hello. How are you? Fine, I hope. Good."));
    const auto service = serviceAt(server.port());
    realtime::Agent agent;
    agent.greeting = "Welcome.";
    Pipeline pipeline(VoiceModels::at(service, {}),
                      std::make_shared<AgentWorkflow>(service, AgentWorkflowSettings{agent}));
    const auto told = allOf(pipeline.run(someSpeech()));
    CHECK(told.errors.empty());
    CHECK(told.words.ends_with("says(Hello.) says(How are you?) says(Fine, I hope.) says(Good.) turn_ended "
                               "session_ended"));
    CHECK(told.audio.size() == std::string("Welcome.Hello.How are you?Fine, I hope.Good.").size() * 240);
    CHECK(server.connections() <= 4);
    for (const auto& request : server.requests())
        CHECK(request.headers.at("authorization") == "Bearer key-of-a-test");
}
