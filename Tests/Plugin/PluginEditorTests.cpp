// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Instance.h"
#include "Plugin/PluginEditor.h"
#include "Plugin/ProcessResources.h"

#include <catch2/catch.hpp>

#include <set>

using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::Instance;
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

bool isScrolling(juce::Component& component)
{
    return dynamic_cast<juce::Viewport*>(&component) != nullptr ||
           dynamic_cast<juce::TextEditor*>(&component) != nullptr;
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

bool isLaidOutCleanly(juce::Component& parent)
{
    constexpr int leastHeight = 12;
    constexpr int leastFieldHeight = 28;
    if (isScrolling(parent))
        return true;
    const auto parts = partsOf(parent);
    for (auto* part : parts)
    {
        const int least = isScrolling(*part) ? leastFieldHeight : leastHeight;
        if (!parent.getLocalBounds().contains(part->getBounds()) || part->getHeight() < least)
            return false;
        for (const auto* other : parts)
            if (other != part && other->getBounds().intersects(part->getBounds()))
                return false;
        if (!isLaidOutCleanly(*part))
            return false;
    }
    return true;
}

void visit(juce::Component& component, const std::function<void(juce::Component&)>& visitor)
{
    visitor(component);
    for (auto* child : component.getChildren())
        visit(*child, visitor);
}

} // namespace

TEST_CASE("the editor draws itself at any size")
{
    Instance instance;
    auto& editor = instance.openEditor();
    for (const auto& [width, height] : {std::pair{720, 520}, {640, 480}, {1280, 900}, {2400, 1600}})
        onMessageThread(
            [&, w = width, h = height]
            {
                editor.setSize(w, h);
                const auto image = editor.createComponentSnapshot(editor.getLocalBounds());
                CHECK(image.getWidth() == w);
                CHECK(coloursIn(image) > 20);
            });
}

TEST_CASE("no control lies on another, outside the window or without room, for each provider at the smallest size")
{
    Instance instance;
    auto& editor = instance.openEditor();
    for (const auto provider : {parley::bridge::Provider::local, parley::bridge::Provider::openAi,
                                parley::bridge::Provider::custom, parley::bridge::Provider::azure})
    {
        onMessageThread(
            [&]
            {
                editor.setSize(PluginEditor::smallestWidth, PluginEditor::smallestHeight);
                auto settings = instance->state().settings();
                settings.provider.provider = provider;
                instance->state().setSettings(settings);
            });
        CHECK(becomesTrue([&] { return isLaidOutCleanly(editor); }, 1000));
    }
}

TEST_CASE("everything that takes the keyboard has a name for screen readers")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            visit(editor,
                  [](juce::Component& component)
                  {
                      const bool isControl = dynamic_cast<juce::Button*>(&component) != nullptr ||
                                             dynamic_cast<juce::ComboBox*>(&component) != nullptr ||
                                             dynamic_cast<juce::Slider*>(&component) != nullptr ||
                                             dynamic_cast<juce::TextEditor*>(&component) != nullptr;
                      const bool isInside = dynamic_cast<juce::Slider*>(component.getParentComponent()) != nullptr ||
                                            component.findParentComponentOfClass<juce::ScrollBar>() != nullptr;
                      if (isControl && !isInside)
                          CHECK(component.getTitle().isNotEmpty());
                  });
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

TEST_CASE("a state restored on another thread shows in the open editor")
{
    Instance instance;
    auto& editor = instance.openEditor();
    const std::string state = R"({"version":1,"agent":{"instructions":"Speak like a lighthouse keeper."}})";
    instance->setStateInformation(state.data(), static_cast<int>(state.size()));
    CHECK(becomesTrue(
        [&]
        {
            bool isShown = false;
            visit(editor,
                  [&](juce::Component& component)
                  {
                      const auto* field = dynamic_cast<juce::TextEditor*>(&component);
                      isShown = isShown || (field != nullptr && field->getText() == "Speak like a lighthouse keeper.");
                  });
            return isShown;
        }));
}
