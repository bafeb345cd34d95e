// SPDX-License-Identifier: GPL-3.0-or-later
// Whose words a field shows while the keyboard is in it, and whose they become.
#include "Plugin/EditorParts.h"
#include "Plugin/EditorWindow.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/Instance.h"
#include "Plugin/Views/TextField.h"

#include <catch2/catch.hpp>

#include <optional>

using namespace parley;
using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::EditorWindow;
using parley::tests::findTitled;
using parley::tests::Instance;
using parley::tests::onMessageThread;

namespace
{

const std::string twoAgents = R"({"agents":[{"name":"Ada","instructions":"Be short.","voice":"voice_ada"},)"
                              R"({"name":"Bob","instructions":"Be long.","voice":"voice_bob"}]})";

/// The Agent page on the screen with a cast from a file, and the keyboard in its instructions.
struct OpenPage
{
    const juce::TemporaryFile file{".json"};
    Instance instance;
    PluginEditor* editor = nullptr;
    std::optional<EditorWindow> window;
    juce::TextEditor* instructions = nullptr;

    OpenPage()
    {
        REQUIRE(file.getFile().replaceWithText(twoAgents));
        onMessageThread([this] { REQUIRE(instance->openAgentsFile(file.getFile().getFullPathName().toStdString())); });
        editor = &instance.openEditor();
        window.emplace(*editor);
        onMessageThread(
            [this]
            {
                editor->showPage(PageName::agent);
                instructions = &field("Instructions");
                instructions->grabKeyboardFocus();
                REQUIRE(instructions->hasKeyboardFocus(true));
                REQUIRE(instructions->getText() == "Be short.");
            });
    }

    void reload() const { findTitled<juce::TextButton>(*editor, "Reload the agents file")->onClick(); }

    ~OpenPage()
    {
        instance.closeEditor();
        window.reset();
    }
    OpenPage(const OpenPage&) = delete;
    OpenPage& operator=(const OpenPage&) = delete;

    juce::TextEditor& field(const juce::String& title) const
    {
        auto* found = findTitled<juce::TextEditor>(*editor, title);
        REQUIRE(found != nullptr);
        return *found;
    }

    void choose(const juce::String& title, const juce::String& item) const
    {
        findTitled<juce::ComboBox>(*editor, title)->setText(item, juce::sendNotificationSync);
    }

    [[nodiscard]] AgentCard agent(std::size_t index) const
    {
        return castdocument::agentsOf(instance->state().settings().cast.text).at(index);
    }
};

/// A host that asks for the state as soon as it hears of a change.
struct EagerHost : juce::AudioProcessorListener
{
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
    void audioProcessorChanged(juce::AudioProcessor* processor, const ChangeDetails&) override
    {
        juce::MemoryBlock state;
        processor->getStateInformation(state);
        last = state.toString();
    }

    juce::String last;
};

} // namespace

TEST_CASE("another agent's words show at once in the field that has the keyboard, and are not mixed up")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            page.choose("Agent", "Bob");
            CHECK(page.instructions->hasKeyboardFocus(true));
            CHECK(page.instructions->getText() == "Be long.");
            page.instructions->onFocusLost();
        });
    CHECK(page.agent(0).instructions == "Be short.");
    CHECK(page.agent(1).instructions == "Be long.");
}

TEST_CASE("what was written goes to the agent it was written for when another one is chosen")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            page.instructions->setText("Be kind.", juce::dontSendNotification);
            page.choose("Agent", "Bob");
        });
    CHECK(page.agent(0).instructions == "Be kind.");
    CHECK(page.agent(1).instructions == "Be long.");
}

TEST_CASE("a custom voice that has the keyboard is not given to the agent chosen next")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            auto& voice = page.field("Custom voice");
            voice.grabKeyboardFocus();
            REQUIRE(voice.hasKeyboardFocus(true));
            page.choose("Agent", "Bob");
            CHECK(voice.getText() == "voice_bob");
            voice.onFocusLost();
        });
    CHECK(page.agent(1).voice == "voice_bob");
}

TEST_CASE("Custom voice that is chosen and not named yet leaves the agent's voice as it is")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            page.choose("Voice", "marin");
            page.choose("Voice", "Custom...");
            CHECK(page.field("Custom voice").getText().isEmpty());
            page.editor->commit();
        });
    CHECK(page.agent(0).voice == "marin");
}

TEST_CASE("Reload shows the file's words in the field that has the keyboard, and they stay")
{
    const OpenPage page;
    REQUIRE(page.file.getFile().replaceWithText(juce::String(twoAgents).replace("Be short.", "Be brief.")));
    onMessageThread(
        [&]
        {
            page.instructions->setText("Be kind.", juce::dontSendNotification);
            page.reload();
            CHECK(page.instructions->getText() == "Be brief.");
            page.instructions->onFocusLost();
        });
    CHECK(page.agent(0).instructions == "Be brief.");
}

TEST_CASE("a reload that fails leaves what was written")
{
    const OpenPage page;
    REQUIRE(page.file.getFile().replaceWithText("no cast"));
    onMessageThread(
        [&]
        {
            page.instructions->setText("Be kind.", juce::dontSendNotification);
            page.reload();
            CHECK(page.instructions->getText() == "Be kind.");
        });
    CHECK(page.agent(0).instructions == "Be kind.");
}

TEST_CASE("a factory cast that is picked keeps its own words, whatever field has the keyboard")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            page.choose("Cast", "Interpreter");
            page.instructions->onFocusLost();
        });
    CHECK(page.instance->state().settings().cast.text == factoryCasts().at(2).text);
}

TEST_CASE("a state that is restored shows in the field that has the keyboard, and what was written before is dropped")
{
    const OpenPage page;
    Instance other;
    juce::MemoryBlock state;
    other->getStateInformation(state);
    const auto restored = other->state().settings().cast.text;
    onMessageThread([&] { page.instructions->setText("Be kind.", juce::dontSendNotification); });
    page.instance->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
    const auto words = castdocument::agentsOf(restored).at(0).instructions;
    CHECK(becomesTrue([&] { return page.instructions->getText().toStdString() == words; }));
    onMessageThread([&] { page.instructions->onFocusLost(); });
    CHECK(page.instance->state().settings().cast.text == restored);
}

TEST_CASE("a project that is saved while somebody writes holds what was written")
{
    const OpenPage page;
    const std::string words = "Be kind, always.";
    juce::MemoryBlock state;
    onMessageThread(
        [&]
        {
            page.instructions->setText(words, juce::dontSendNotification);
            page.instance->getStateInformation(state);
            CHECK(page.instructions->hasKeyboardFocus(true));
        });
    CHECK(page.agent(0).instructions == words);
    CHECK(state.toString().contains(words));
}

TEST_CASE("a host that asks for the state whenever it changes gets what was written, once")
{
    const OpenPage page;
    EagerHost host;
    page.instance->addListener(&host);
    onMessageThread(
        [&]
        {
            page.instructions->setText("Be kind, always.", juce::dontSendNotification);
            page.editor->commit();
        });
    page.instance->removeListener(&host);
    CHECK(host.last.contains("Be kind, always."));
}

TEST_CASE("what was taken over in a pause does not reach into what is written on")
{
    const OpenPage page;
    onMessageThread(
        [&]
        {
            page.instructions->setText("Be kind. ", juce::dontSendNotification);
            page.editor->commit();
            page.instructions->setText("Be kind. And", juce::dontSendNotification);
            page.editor->agentPage().show(page.instance->state().settings());
            CHECK(page.instructions->getText() == "Be kind. And");
        });
}

TEST_CASE("a field of one line shows the beginning of a long text, also after somebody wrote at its end")
{
    onMessageThread(
        []
        {
            TextField field;
            field.setSize(120, 28);
            field.setText("x", juce::dontSendNotification);
            const std::string address = "wss://voice.example.org/a/long/way/to/v1/realtime";
            field.show(address);
            CHECK(field.getTextIndexAt(4, 10) == 0);
            field.moveCaretToEnd();
            REQUIRE(field.getTextIndexAt(4, 10) > 0);
            field.onFocusLost();
            CHECK(field.getTextIndexAt(4, 10) == 0);
        });
}

TEST_CASE("a text that was refused stays while it is being mended, and gives way once the field was left")
{
    onMessageThread(
        []
        {
            TextField field;
            bool isTaken = false;
            field.onCommit = [&](const std::string&) { return isTaken; };
            field.show("good");
            field.setText("bad", juce::dontSendNotification);
            field.commit();
            CHECK(field.getText() == "bad");
            field.show("good");
            CHECK(field.getText() == "good");
        });
}
