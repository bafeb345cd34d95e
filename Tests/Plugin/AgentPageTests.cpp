// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/EditorParts.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/Instance.h"
#include "Plugin/PluginEditor.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::findTitled;
using parley::tests::Instance;
using parley::tests::onMessageThread;

namespace
{

const std::string twoAgents = R"({"agents":[{"name":"Ada","instructions":"Be short.","voice":"marin","tools":)"
                              R"([{"kind":"say","name":"hours","description":"When it closes.","line":"At six."}]},)"
                              R"({"name":"Bob","instructions":"Be long."}]})";

void useCast(Instance& instance, const CastSettings& cast)
{
    onMessageThread(
        [&]
        {
            auto settings = instance->state().settings();
            settings.cast = cast;
            REQUIRE(instance->state().setSettings(settings));
        });
}

AgentCard agentOf(Instance& instance, std::size_t index)
{
    return castdocument::agentsOf(instance->state().settings().cast.text).at(index);
}

template <typename Control>
Control& control(PluginEditor& editor, const juce::String& title)
{
    auto* found = findTitled<Control>(editor, title);
    REQUIRE(found != nullptr);
    return *found;
}

} // namespace

TEST_CASE("what is written into Instructions becomes the agent's, and of no other")
{
    Instance instance;
    useCast(instance, {twoAgents, {}, {}});
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            control<juce::ComboBox>(editor, "Agent").setText("Bob", juce::sendNotificationSync);
            auto& field = control<juce::TextEditor>(editor, "Instructions");
            CHECK(field.getText() == "Be long.");
            field.setText("Be kind.", juce::dontSendNotification);
            field.onFocusLost();
        });
    CHECK(agentOf(instance, 1).instructions == "Be kind.");
    CHECK(agentOf(instance, 0).instructions == "Be short.");
}

TEST_CASE("a voice is one of the ten, the service's own, or any id that is typed")
{
    Instance instance;
    useCast(instance, {twoAgents, {}, {}});
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            auto& voice = control<juce::ComboBox>(editor, "Voice");
            CHECK(voice.getText() == "marin");
            CHECK(voice.getNumItems() == 12);
            voice.setText("cedar", juce::sendNotificationSync);
        });
    CHECK(agentOf(instance, 0).voice == "cedar");
    onMessageThread(
        [&]
        {
            control<juce::ComboBox>(editor, "Voice").setText("Custom...", juce::sendNotificationSync);
            auto& field = control<juce::TextEditor>(editor, "Custom voice");
            CHECK(field.isVisible());
            field.setText("voice_123", juce::dontSendNotification);
            field.onFocusLost();
        });
    CHECK(agentOf(instance, 0).voice == "voice_123");
    onMessageThread([&]
                    { control<juce::ComboBox>(editor, "Voice").setText("Service's own", juce::sendNotificationSync); });
    CHECK(agentOf(instance, 0).voice.empty());
}

TEST_CASE("a voice pipeline shows its three models, and a live session its one")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const auto isShown = [&](const juce::String& title)
    {
        bool isVisible = false;
        onMessageThread([&] { isVisible = control<juce::TextEditor>(editor, title).isVisible(); });
        return isVisible;
    };
    CHECK(isShown("Model"));
    CHECK_FALSE(isShown("Chat model"));
    onMessageThread([&]
                    { control<juce::ComboBox>(editor, "Mode").setText("Voice pipeline", juce::sendNotificationSync); });
    CHECK(instance->state().settings().pipeline.isOn);
    CHECK(becomesTrue([&] { return isShown("Chat model"); }));
    CHECK_FALSE(isShown("Model"));
    const auto write = [&](const juce::String& title, const juce::String& text)
    {
        onMessageThread(
            [&]
            {
                auto& field = control<juce::TextEditor>(editor, title);
                field.setText(text, juce::dontSendNotification);
                field.onFocusLost();
            });
    };
    write("Listening model", "whisper-small");
    write("Chat model", "llama");
    write("Speech model", "");
    const auto pipeline = instance->state().settings().pipeline;
    CHECK(pipeline == PipelineChoice{.isOn = true, .listeningModel = "whisper-small", .chatModel = "llama"});
}

TEST_CASE("a tool is made to ask first, and a handoff is allowed and taken back, with a tick each")
{
    Instance instance;
    useCast(instance, {twoAgents, {}, {}});
    auto& editor = instance.openEditor();
    const auto tick = [&](const juce::String& title)
    {
        onMessageThread(
            [&] { control<juce::ToggleButton>(editor, title).setToggleState(true, juce::sendNotificationSync); });
    };
    tick("hours needs approval");
    CHECK(agentOf(instance, 0).tools.at(0).needsApproval);
    tick("Hands over to Bob");
    CHECK(agentOf(instance, 0).handoffs == std::vector<std::string>{"Bob"});
    onMessageThread(
        [&] {
            control<juce::ToggleButton>(editor, "Hands over to Bob").setToggleState(false, juce::sendNotificationSync);
        });
    CHECK(agentOf(instance, 0).handoffs.empty());
}

TEST_CASE("a factory cast that is picked becomes the project's cast")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread([&]
                    { control<juce::ComboBox>(editor, "Cast").setText("Interpreter", juce::sendNotificationSync); });
    CHECK(instance->state().settings().cast.text == factoryCasts().at(2).text);
}

TEST_CASE("a changed agents file shows a banner, and Reload takes it over")
{
    const juce::TemporaryFile file(".json");
    REQUIRE(file.getFile().replaceWithText(twoAgents));
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread([&] { REQUIRE(instance->openAgentsFile(file.getFile().getFullPathName().toStdString())); });
    const auto& banner = editor.agentPage().reloadBanner();
    CHECK_FALSE(banner.isVisible());
    REQUIRE(file.getFile().replaceWithText(juce::String(twoAgents).replace("Be short.", "Be brief.")));
    REQUIRE(becomesTrue([&] { return banner.isVisible(); }));
    CHECK(agentOf(instance, 0).instructions == "Be short.");
    onMessageThread([&] { control<juce::TextButton>(editor, "Reload the agents file").onClick(); });
    CHECK(agentOf(instance, 0).instructions == "Be brief.");
    CHECK(becomesTrue([&] { return !banner.isVisible(); }));
}

TEST_CASE("a state restored on another thread shows in the open editor")
{
    Instance instance;
    auto& editor = instance.openEditor();
    Instance other;
    useCast(other, {twoAgents, {}, {}});
    juce::MemoryBlock state;
    other->getStateInformation(state);
    instance->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
    CHECK(becomesTrue([&] { return control<juce::TextEditor>(editor, "Instructions").getText() == "Be short."; }));
}
