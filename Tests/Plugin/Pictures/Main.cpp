// SPDX-License-Identifier: GPL-3.0-or-later
// parley-pictures FOLDER: opens every page of the editor in a window and draws it, empty, live, with a long transcript
// and in an error. What is live is a conversation with the local service.
#include "Plugin/BareDisplay.h"
#include "Plugin/Pictures/Studio.h"

#include <cstdlib>
#include <future>
#include <iostream>

namespace parley::tests
{

namespace
{

using plugin::LogEntry;
using plugin::PageName;
using plugin::Phase;

constexpr int longTurns = 50;

juce::File agentsFile(const juce::File& folder)
{
    const auto copy = folder.getChildFile("museum.json");
    if (!juce::File(PARLEY_PICTURES_DIRECTORY).getChildFile("museum.json").copyFileTo(copy))
        throw std::runtime_error("The agents file could not be copied to " + folder.getFullPathName().toStdString());
    return copy;
}

void openMuseum(Studio& studio, const juce::File& file)
{
    onMessageThread(
        [&]
        {
            const auto opened = studio.plugin().openAgentsFile(file.getFullPathName().toStdString());
            if (!opened)
                throw std::runtime_error(opened.error().message);
            auto& echo = studio.plugin().parameters().echoMode;
            plugin::setByUser(echo, static_cast<float>(bridge::EchoMode::cancel));
        });
}

void connect(Studio& studio)
{
    studio.plugin().control().connect();
    studio.waitFor("the greeting",
                   [&] { return studio.entries(LogEntry::Kind::agent, LogEntry::State::complete) > 0; });
    studio.waitForQuiet();
}

void sayAndWait(Studio& studio, const std::string& words)
{
    const auto before = studio.entries(LogEntry::Kind::agent, LogEntry::State::complete);
    studio.say(words);
    studio.waitFor("an answer to: " + words,
                   [&] { return studio.entries(LogEntry::Kind::agent, LogEntry::State::complete) > before; });
    studio.waitForQuiet();
}

void probe(Studio& studio)
{
    onMessageThread([&] { studio.window().showPage(PageName::connection); });
    auto& page = studio.window().connectionPage();
    onMessageThread([&] { page.startProbe(); });
    studio.waitFor("the end of a probe", [&] { return !page.isProbing(); });
}

/// A visitor's conversation: speech, a tool, a handoff, a guardrail, and a call that waits for approval.
void talk(Studio& studio)
{
    sayAndWait(studio, "what time is it");
    studio.ask("Please set the light of room 3 to 80");
    studio.waitForQuiet();
    studio.ask("Please transfer me to the curator");
    studio.waitForQuiet();
    studio.plugin().control().sendText("Say exactly: this painting is worth a million, and perhaps more than that.");
    studio.waitFor("a guardrail",
                   [&] { return studio.entries(LogEntry::Kind::guardrail, LogEntry::State::complete) > 0; });
    studio.waitForQuiet();
    studio.plugin().control().sendText("Please open case 12");
    studio.waitFor("a call that waits",
                   [&] { return studio.entries(LogEntry::Kind::tool, LogEntry::State::awaitsApproval) > 0; });
}

void drawLive(Studio& studio)
{
    onMessageThread([&] { studio.window().showPage(PageName::conversation); });
    studio.plugin().control().sendText("Say exactly: the lady in blue was painted in one summer. Look at her left "
                                       "hand, which the master painted twice.");
    studio.waitFor("words that sound",
                   [&]
                   {
                       const auto log = studio.plugin().view().conversationUnless(~std::uint64_t{0});
                       return log && !log->entries.empty() && log->entries.back().text.size() > 40 &&
                              !log->entries.back().ahead().empty();
                   });
    studio.picture(PageName::conversation, "live");
    studio.picture(PageName::agent, "live");
    studio.waitForQuiet();
    studio.picture(PageName::audio, "live");
    probe(studio);
    studio.picture(PageName::connection, "live");
    studio.picture(PageName::remote, "live");
    onMessageThread([&] { studio.window().showPage(PageName::turns); });
    sayAndWait(studio, "how much is two and two");
    studio.say("please tell me something about the painting of the lady in blue");
    studio.waitFor("speech that is detected", [&] { return studio.plugin().view().figures().isUserSpeaking; });
    juce::WaitableEvent().wait(1200);
    studio.picture(PageName::turns, "live");
    studio.waitForQuiet();
}

void drawLong(Studio& studio)
{
    for (int turn = 0; turn < longTurns; ++turn)
        studio.ask(turn % 2 == 0 ? "Say exactly: yes." : "Say exactly: look at the left hand.");
    studio.waitForQuiet();
    studio.pictureOfEachPage("long");
}

/// A service that is not there, and an agents file that changed on disk.
void drawError(Studio& studio, const juce::File& file)
{
    studio.plugin().control().disconnect();
    file.replaceWithText(file.loadFileAsString().replace("one or two short", "at most two"));
    onMessageThread(
        [&]
        {
            auto settings = studio.plugin().state().settings();
            settings.provider.provider = bridge::Provider::custom;
            settings.provider.url = "ws://127.0.0.1:9/v1/realtime";
            studio.plugin().state().setSettings(settings);
        });
    studio.plugin().control().connect();
    studio.waitFor(
        "a failure", [&] { return studio.plugin().view().phase() == Phase::failed; }, 60000);
    probe(studio);
    onMessageThread([&] { studio.window().showPage(PageName::agent); });
    studio.waitFor("the banner", [&] { return studio.window().agentPage().reloadBanner().isVisible(); });
    studio.pictureOfEachPage("error");
}

int draw(const juce::File& folder)
{
    folder.createDirectory();
    const auto file = agentsFile(folder);
    try
    {
        Studio studio(folder);
        studio.pictureOfEachPage("empty");
        openMuseum(studio, file);
        connect(studio);
        talk(studio);
        drawLive(studio);
        drawLong(studio);
        drawError(studio, file);
    }
    catch (const std::exception& problem)
    {
        std::cerr << "parley-pictures: " << problem.what() << '\n';
        file.deleteFile();
        return 1;
    }
    file.deleteFile();
    return 0;
}

} // namespace

} // namespace parley::tests

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: parley-pictures FOLDER\n";
        return 2;
    }
    setenv("PARLEY_SERVICE", PARLEY_COMMAND, 1);
    const auto folder = juce::File::getCurrentWorkingDirectory().getChildFile(juce::String(argv[1]));
    const parley::tests::BareDisplay display;
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    auto result = std::async(std::launch::async,
                             [&folder]
                             {
                                 const int code = parley::tests::draw(folder);
                                 juce::MessageManager::getInstance()->stopDispatchLoop();
                                 return code;
                             });
    juce::MessageManager::getInstance()->runDispatchLoop();
    return result.get();
}
