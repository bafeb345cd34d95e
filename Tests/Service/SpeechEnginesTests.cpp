// SPDX-License-Identifier: Apache-2.0
#include "Service/FliteSynthesiser.h"
#include "Service/PocketsphinxRecogniser.h"
#include "Support/Skip.h"
#include "TestSpeech.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <set>

using namespace parley;
using namespace parley::service;

TEST_CASE("a missing speech model is an error that names the package to install")
{
    const auto loaded = PocketsphinxRecogniser::load("/nonexistent/model");
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ErrorCode::speechModelMissing);
    CHECK(loaded.error().message.find("pocketsphinx-en-us") != std::string::npos);
}

TEST_CASE("real and synthetic speech is understood, whatever was said before")
{
    auto recogniser = PocketsphinxRecogniser::load();
    if (!recogniser || !std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian packages pocketsphinx-en-us and pocketsphinx-testdata");
    const auto understand = [&](const std::vector<std::int16_t>& samples)
    { return recogniser.value()->recognise(samples, {}).value(); };
    CHECK(understand(loadSpeech("goforward.raw")) == "go forward ten meters");
    const auto spoken = FliteSynthesiser().speak("You said: go forward ten meters.", "echo", 1.0);
    REQUIRE(spoken);
    CHECK(understand(spoken.value()).find("go forward ten meters") != std::string::npos);
    CHECK(understand(loadSpeech("goforward.raw")) == "go forward ten meters");
    CHECK(understand(std::vector<std::int16_t>(24000, 0)).empty());
    std::stop_source stop;
    stop.request_stop();
    CHECK(recogniser.value()->recognise(loadSpeech("goforward.raw"), stop.get_token()).error().code ==
          ErrorCode::cancelled);
}

TEST_CASE("speech that sounds like a likely phrase becomes it, and other speech does not")
{
    auto recogniser = PocketsphinxRecogniser::load();
    if (!recogniser || !std::filesystem::exists(speechData))
        PARLEY_SKIP("needs the Debian packages pocketsphinx-en-us and pocketsphinx-testdata");
    const std::vector<std::string> likely = {"dim the lamp", "raise the blinds", "qwxz the zzyq",
                                             "go forward two meters"};
    const auto spoken = FliteSynthesiser().speak("Dim the lamp.", "ash", 1.0).value();
    CHECK(recogniser.value()->recognise(spoken, {}).value() != "dim the lamp");
    CHECK(recogniser.value()->recognise(spoken, {}, likely).value() == "dim the lamp");
    CHECK(recogniser.value()->recognise(loadSpeech("goforward.raw"), {}, likely).value() == "go forward ten meters");
    CHECK(recogniser.value()->recognise(std::vector<std::int16_t>(24000, 0), {}, likely).value().empty());
    CHECK(recogniser.value()->recognise(loadSpeech("goforward.raw"), {}).value() == "go forward ten meters");
}

TEST_CASE("voices differ, and a lower speed makes speech longer")
{
    FliteSynthesiser synthesiser;
    const auto normal = synthesiser.speak("Good morning to you.", "alloy", 1.0).value();
    CHECK(normal.size() > 24000 / 2);
    CHECK(synthesiser.speak("Good morning to you.", "echo", 1.0).value() != normal);
    CHECK(synthesiser.speak("Good morning to you.", "alloy", 0.5).value().size() > normal.size() * 3 / 2);
    CHECK(synthesiser.speak("...", "alloy", 1.0).value().empty());
    CHECK_FALSE(synthesiser.speak("It\u2019s caf\u00e9 time", "alloy", 1.0).value().empty());
}

TEST_CASE("a text sounds the same each time, and the program's own random numbers go on")
{
    FliteSynthesiser synthesiser;
    std::srand(7);
    const auto first = std::rand();
    const auto second = std::rand();
    std::srand(7);
    CHECK(std::rand() == first);
    const auto spoken = synthesiser.speak("Good morning to you.", "ash", 1.0).value();
    CHECK(std::rand() == second);
    CHECK(synthesiser.speak("Good morning to you.", "ash", 1.0).value() == spoken);
}

TEST_CASE("each of the ten voices speaks in its own way, and faster where that is asked for")
{
    FliteSynthesiser synthesiser;
    std::set<std::size_t> lengths;
    for (const auto* voice : {"alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"})
        lengths.insert(synthesiser.speak("Good morning to you.", voice, 1.0).value().size());
    CHECK(lengths.size() == 10);
    const auto usual = synthesiser.speak("Good morning to you.", "marin", 1.0).value().size();
    CHECK(synthesiser.speak("Good morning to you.", "marin", 4.0).value().size() < usual / 2);
}
