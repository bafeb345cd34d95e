// SPDX-License-Identifier: GPL-3.0-or-later
// The editor as JUCE's wrappers of the built bundles show it to a host, at the moments that validators choose.
#include "Plugin/BareDisplay.h"
#include "Plugin/BuiltPlugin.h"
#include "Plugin/EditorWindow.h"
#include "Plugin/NamedService.h"
#include "Support/Skip.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <memory>
#include <optional>
#include <thread>

using namespace parley::tests;

namespace
{

constexpr int blockFrames = 256;

/// Without a display a wrapper has nothing to put its editor into.
bool hasDisplay()
{
    return BareDisplay().isThere();
}

class ShownEditor
{
public:
    explicit ShownEditor(juce::AudioPluginInstance& plugin)
    {
        onMessageThread([&] { editor.reset(plugin.createEditorIfNeeded()); });
        REQUIRE(editor != nullptr);
        window.emplace(*editor);
    }
    ~ShownEditor()
    {
        onMessageThread([this] { editor.reset(); });
    }
    ShownEditor(const ShownEditor&) = delete;
    ShownEditor& operator=(const ShownEditor&) = delete;

    [[nodiscard]] bool isShowing() const
    {
        return becomesTrue([this] { return editor->isShowing() && editor->getWidth() > 0 && editor->getHeight() > 0; });
    }

private:
    std::unique_ptr<juce::AudioProcessorEditor> editor;
    std::optional<EditorWindow> window;
};

/// A host's audio thread, which plays as fast as it can.
class AudioThread
{
public:
    explicit AudioThread(const BuiltPlugin& loaded)
        : thread([this, &loaded] { play(loaded); })
    {
    }
    ~AudioThread()
    {
        isDone = true;
        thread.join();
    }
    AudioThread(const AudioThread&) = delete;
    AudioThread& operator=(const AudioThread&) = delete;

    /// Waits for another block.
    [[nodiscard]] bool goesOn() const
    {
        return becomesTrue([this, seen = blocks.load()] { return blocks > seen; });
    }
    [[nodiscard]] bool isClean() const noexcept { return wasClean; }

private:
    void play(const BuiltPlugin& loaded)
    {
        auto buffer = loaded.buffer(blockFrames);
        juce::MidiBuffer midi;
        while (!isDone)
        {
            buffer.clear();
            loaded.plugin->processBlock(buffer, midi);
            wasClean = wasClean && std::isfinite(buffer.getMagnitude(0, blockFrames));
            ++blocks;
        }
    }

    std::atomic<int> blocks{0};
    std::atomic<bool> isDone{false};
    std::atomic<bool> wasClean{true};
    std::thread thread; ///< The last: it uses the others.
};

} // namespace

TEST_CASE("the editor of each format opens and closes while the host's audio thread plays")
{
    if (!hasDisplay())
        PARLEY_SKIP("needs a display");
    for (const auto& loaded : {loadVst3(), loadLv2()})
    {
        INFO(loaded->description.pluginFormatName);
        loaded->prepare(44100.0, blockFrames);
        const AudioThread audio(*loaded);
        REQUIRE(audio.goesOn());
        for (int round = 0; round < 2; ++round)
        {
            const ShownEditor editor(*loaded->plugin);
            CHECK(editor.isShowing());
            CHECK(audio.goesOn());
        }
        CHECK(audio.goesOn());
        CHECK(audio.isClean());
    }
}

TEST_CASE("the editor of each format opens while the host does not play, before and after")
{
    if (!hasDisplay())
        PARLEY_SKIP("needs a display");
    for (const auto& loaded : {loadVst3(), loadLv2()})
    {
        INFO(loaded->description.pluginFormatName);
        CHECK(ShownEditor(*loaded->plugin).isShowing());
        loaded->prepare(44100.0, blockFrames);
        onMessageThread([&] { loaded->plugin->releaseResources(); });
        CHECK(ShownEditor(*loaded->plugin).isShowing());
        loaded->prepare(48000.0, blockFrames);
        CHECK(ShownEditor(*loaded->plugin).isShowing());
    }
}

TEST_CASE("an open window of each format bears it that every parameter is moved, on any thread, two hundred times")
{
    if (!hasDisplay())
        PARLEY_SKIP("needs a display");
    const NamedService none(NamedService::none);
    for (const auto& loaded : {loadVst3(), loadLv2()})
    {
        INFO(loaded->description.pluginFormatName);
        loaded->prepare(44100.0, blockFrames);
        const AudioThread audio(*loaded);
        const ShownEditor editor(*loaded->plugin);
        juce::Random random(17);
        const auto moveAll = [&]
        {
            for (auto* parameter : loaded->plugin->getParameters())
                parameter->setValue(random.nextFloat());
        };
        for (int round = 0; round < 100; ++round)
        {
            moveAll();
            REQUIRE(audio.goesOn());
            onMessageThread(moveAll);
            REQUIRE(audio.goesOn());
        }
        CHECK(editor.isShowing());
        CHECK(audio.isClean());
        CHECK_FALSE(loaded->state().isEmpty());
    }
}
