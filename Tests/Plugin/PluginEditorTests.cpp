// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/EditorParts.h"
#include "Plugin/EditorWindow.h"
#include "Plugin/Instance.h"
#include "Plugin/PluginEditor.h"
#include "Plugin/ProcessResources.h"

#include <catch2/catch.hpp>

#include <memory>
#include <set>
#include <vector>

using namespace parley;
using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::controlsOf;
using parley::tests::EditorWindow;
using parley::tests::findTitled;
using parley::tests::Instance;
using parley::tests::isVisibleIn;
using parley::tests::onMessageThread;
using parley::tests::ProcessResources;

namespace
{

std::size_t coloursIn(const juce::Image& image)
{
    std::set<juce::uint32> colours;
    for (int y = 0; y < image.getHeight(); y += 2)
        for (int x = 0; x < image.getWidth(); x += 2)
            colours.insert(image.getPixelAt(x, y).getARGB());
    return colours.size();
}

/// JUCE lays its resizing corner on top of everything.
std::vector<juce::Component*> partsOf(juce::Component& parent)
{
    std::vector<juce::Component*> parts;
    for (auto* child : parent.getChildren())
        if (child->isVisible() && dynamic_cast<juce::ResizableCornerComponent*>(child) == nullptr)
            parts.push_back(child);
    return parts;
}

/// Names the first part that lies outside, has no room, or lies on another; empty when all is well.
juce::String faultIn(juce::Component& parent)
{
    constexpr int leastHeight = 12;
    if (dynamic_cast<juce::TextEditor*>(&parent) != nullptr || dynamic_cast<juce::Slider*>(&parent) != nullptr)
        return {};
    if (auto* viewport = dynamic_cast<juce::Viewport*>(&parent))
        return faultIn(*viewport->getViewedComponent());
    const auto nameOf = [](juce::Component& part) { return part.getTitle() + "/" + part.getName(); };
    const auto parts = partsOf(parent);
    for (auto* part : parts)
    {
        if (!parent.getLocalBounds().contains(part->getBounds()))
            return nameOf(*part) + " lies outside " + nameOf(parent);
        if (part->getHeight() < leastHeight || part->getWidth() < leastHeight)
            return nameOf(*part) + " has no room in " + nameOf(parent);
        for (const auto* other : parts)
            if (other != part && other->getBounds().intersects(part->getBounds()))
                return nameOf(*part) + " lies on another in " + nameOf(parent);
        if (const auto fault = faultIn(*part); fault.isNotEmpty())
            return fault;
    }
    return {};
}

/// The widest text that a button shows must fit, at the smallest scale that it is drawn with.
juce::String cutTextIn(juce::Component& root)
{
    constexpr float smallestScale = 0.85F;
    for (auto* control : controlsOf(root))
    {
        auto* button = dynamic_cast<juce::TextButton*>(control);
        if (button == nullptr || !isVisibleIn(*button, root))
            continue;
        const auto font = button->getLookAndFeel().getTextButtonFont(*button, button->getHeight());
        const float wanted = font.getStringWidthFloat(button->getButtonText()) * smallestScale;
        if (wanted > static_cast<float>(button->getWidth()) - 16.0F)
            return button->getButtonText();
    }
    return {};
}

void setTurnMode(Instance& instance, TurnMode mode)
{
    setByUser(instance->parameters().turnMode, static_cast<float>(mode));
}

void useProvider(Instance& instance, bridge::Provider provider)
{
    auto settings = instance->state().settings();
    settings.provider.provider = provider;
    instance->state().setSettings(settings);
}

/// Presses the key in the field, and waits: JUCE's fields act on Escape and Return a message later.
bool leavesWith(const EditorWindow& window, juce::TextEditor& field, int key)
{
    onMessageThread(
        [&]
        {
            field.grabKeyboardFocus();
            REQUIRE(field.hasKeyboardFocus(true));
            window.press(key);
        });
    return becomesTrue([&] { return !field.hasKeyboardFocus(true); });
}

std::vector<juce::TextEditor*> shownFieldsOf(PluginEditor& editor)
{
    std::vector<juce::TextEditor*> fields;
    for (auto* control : controlsOf(editor))
        if (auto* field = dynamic_cast<juce::TextEditor*>(control); field != nullptr && field->isShowing())
            fields.push_back(field);
    return fields;
}

} // namespace

TEST_CASE("the editor draws each page at any size")
{
    Instance instance;
    auto& editor = instance.openEditor();
    for (const auto page : pageNames)
        for (const auto& [width, height] : {std::pair{PluginEditor::standardWidth, PluginEditor::standardHeight},
                                            {PluginEditor::smallestWidth, PluginEditor::smallestHeight},
                                            {1280, 900},
                                            {2400, 1600}})
            onMessageThread(
                [&, w = width, h = height]
                {
                    editor.showPage(page);
                    editor.setSize(w, h);
                    const auto image = editor.createComponentSnapshot(editor.getLocalBounds());
                    CHECK(image.getWidth() == w);
                    CHECK(coloursIn(image) > 20);
                });
}

TEST_CASE(
    "no control is cut, hidden by another or without room, on any page in any mode, from the smallest size to the "
    "largest")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const auto check = [&](const char* mode)
    {
        for (const auto page : pageNames)
            for (const auto& [width, height] : {std::pair{PluginEditor::smallestWidth, PluginEditor::smallestHeight},
                                                {PluginEditor::standardWidth, PluginEditor::standardHeight},
                                                {PluginEditor::largestSide, PluginEditor::largestSide}})
            {
                editor.showPage(page);
                editor.setSize(width, height);
                INFO(mode << ", page " << static_cast<int>(page) << ", width " << width);
                CHECK(faultIn(editor) == juce::String());
                CHECK(cutTextIn(editor) == juce::String());
            }
    };
    onMessageThread([&] { check("at first"); });
    for (const auto mode : {TurnMode::semanticVad, TurnMode::local, TurnMode::pushToTalk, TurnMode::off})
        onMessageThread(
            [&]
            {
                setTurnMode(instance, mode);
                check("another turn mode");
            });
    for (const auto provider : {bridge::Provider::openAi, bridge::Provider::custom, bridge::Provider::azure})
    {
        onMessageThread([&] { useProvider(instance, provider); });
        onMessageThread([&] { check("another provider"); });
    }
    for (int cast = 0; cast < 5; ++cast)
        onMessageThread(
            [&]
            {
                CHECK(instance->openFactoryCast(static_cast<std::size_t>(cast)));
                check("another cast");
            });
}

TEST_CASE("every control has a name for screen readers, and every page, section and meter, too")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            for (auto* control : controlsOf(editor))
            {
                INFO(control->getName() << " in " << control->getParentComponent()->getTitle());
                CHECK(control->getTitle().isNotEmpty());
                CHECK(control->isAccessible());
            }
            for (const char* name : {"Header", "Pages and performance", "Conversation", "Agent", "Turn-taking", "Audio",
                                     "Connection", "Remote", "Input level", "Output level", "Conversation so far"})
                CHECK(findTitled<juce::Component>(editor, name) != nullptr);
        });
}

TEST_CASE("every control of each page is reached with the Tab key, and the pages themselves are")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            for (const auto page : pageNames)
            {
                editor.showPage(page);
                const auto reached = editor.createKeyboardFocusTraverser()->getAllComponents(&editor);
                for (auto* control : controlsOf(editor))
                {
                    if (!isVisibleIn(*control, editor) || !control->isEnabled())
                        continue;
                    INFO(control->getTitle());
                    CHECK(std::find(reached.begin(), reached.end(), control) != reached.end());
                }
            }
        });
}

TEST_CASE("a click on a button, a choice or a slider leaves the keyboard where it is")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            for (auto* control : controlsOf(editor))
            {
                INFO(control->getTitle());
                const bool isField = dynamic_cast<juce::TextEditor*>(control) != nullptr;
                CHECK(control->getMouseClickGrabsKeyboardFocus() == isField);
            }
        });
}

TEST_CASE("a click on the text of a choice opens it and leaves the keyboard where it is")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const EditorWindow window(editor);
    juce::ComboBox* choice = nullptr;
    juce::TextEditor* field = nullptr;
    onMessageThread(
        [&]
        {
            editor.showPage(PageName::agent);
            choice = findTitled<juce::ComboBox>(editor, "Voice");
            field = findTitled<juce::TextEditor>(editor, "Model");
            field->grabKeyboardFocus();
            REQUIRE(field->hasKeyboardFocus(true));
            window.click(*choice, {20, choice->getHeight() / 2});
            CHECK(field->hasKeyboardFocus(true));
            CHECK(choice->isPopupActive());
        });
    onMessageThread([&] { choice->hidePopup(); });
}

TEST_CASE("what is written and not left yet is in the settings once the editor was closed")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread([&] { useProvider(instance, bridge::Provider::custom); });
    REQUIRE(becomesTrue([&] { return findTitled<juce::TextEditor>(editor, "Endpoint")->isVisible(); }));
    onMessageThread(
        [&]
        {
            for (const auto& [title, text] : {std::pair{"Endpoint", "ws://here:1/v1/realtime"},
                                              {"Model", "small"},
                                              {"Chat model", "llama"},
                                              {"OSC port in", "7001"},
                                              {"OSC host out", "localhost"},
                                              {"Instructions", "Be kind."},
                                              {"Greeting", "Welcome."}})
                findTitled<juce::TextEditor>(editor, title)->setText(text, juce::dontSendNotification);
        });
    instance.closeEditor();
    const auto settings = instance->state().settings();
    CHECK(settings.provider.url == "ws://here:1/v1/realtime");
    CHECK(settings.provider.model == "small");
    CHECK(settings.pipeline.chatModel == "llama");
    CHECK(settings.osc.receivePort == 7001);
    CHECK(settings.osc.sendHost == "localhost");
    const auto agent = castdocument::agentsOf(settings.cast.text).at(0);
    CHECK(agent.instructions == "Be kind.");
    CHECK(agent.greeting == "Welcome.");
}

TEST_CASE("an editor that is opened and closed leaves the settings as they were, to the byte")
{
    Instance instance;
    const auto before = instance->state().settings();
    instance.openEditor();
    instance.closeEditor();
    CHECK(instance->state().settings() == before);
}

TEST_CASE("a window that opens gives the keyboard to no field, Tab goes to the first control, and Escape gives it back")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const EditorWindow window(editor);
    onMessageThread(
        [&]
        {
            editor.grabKeyboardFocus();
            REQUIRE(editor.hasKeyboardFocus(false));
            window.press(juce::KeyPress::tabKey);
            auto* first = juce::Component::getCurrentlyFocusedComponent();
            REQUIRE(first != nullptr);
            CHECK(first->getTitle() == "Connect the agent");
            window.press(juce::KeyPress::escapeKey);
            CHECK(juce::Component::getCurrentlyFocusedComponent() == nullptr);
        });
}

TEST_CASE("Escape takes the keyboard out of every text field, and Return out of every field of one line")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread([&] { useProvider(instance, bridge::Provider::custom); });
    REQUIRE(becomesTrue([&] { return findTitled<juce::TextEditor>(editor, "Endpoint")->isVisible(); }));
    const EditorWindow window(editor);
    std::size_t count = 0;
    for (const auto page : pageNames)
    {
        std::vector<juce::TextEditor*> fields;
        onMessageThread(
            [&]
            {
                editor.showPage(page);
                fields = shownFieldsOf(editor);
            });
        count += fields.size();
        for (auto* field : fields)
        {
            INFO(field->getTitle());
            CHECK(leavesWith(window, *field, juce::KeyPress::escapeKey));
            if (!field->isMultiLine() && field->getTitle() != "Line to the agent")
                CHECK(leavesWith(window, *field, juce::KeyPress::returnKey));
        }
    }
    CHECK(count >= 9);
}

TEST_CASE("the space bar presses the button that has the keyboard, and holds the talk key")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const EditorWindow window(editor);
    onMessageThread(
        [&]
        {
            findTitled<juce::TextButton>(editor, "Mute the microphone")->grabKeyboardFocus();
            window.press(juce::KeyPress::spaceKey);
        });
    CHECK(becomesTrue([&] { return instance->parameters().mute.get(); }));
    onMessageThread(
        [&]
        {
            findTitled<TalkButton>(editor, "Talk")->grabKeyboardFocus();
            window.press(juce::KeyPress::spaceKey);
            CHECK(instance->parameters().talk.get());
            window.press(juce::KeyPress::escapeKey);
            CHECK_FALSE(instance->parameters().talk.get());
        });
}

TEST_CASE("opening and closing the editor a hundred times leaves nothing behind")
{
    Instance instance;
    const auto openAndClose = [&]
    {
        instance.openEditor();
        instance.closeEditor();
    };
    openAndClose();
    const auto before = ProcessResources::now();
    for (int time = 0; time < 100; ++time)
        openAndClose();
    CHECK(becomesTrue([&] { return ProcessResources::now() == before; }));
}
