// SPDX-License-Identifier: GPL-3.0-or-later
// parley-editor-opening: how long it takes to open the editor and draw it. It measures, and does not judge.
#include "Plugin/BareDisplay.h"
#include "Plugin/PluginEditor.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

namespace parley::bench
{

namespace
{

using plugin::PluginProcessor;

constexpr int times = 20;

double millisecondsOf(const std::function<void()>& deed)
{
    const auto begin = std::chrono::steady_clock::now();
    deed();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void print(const char* name, std::vector<double> taken)
{
    const double first = taken.front();
    std::sort(taken.begin(), taken.end());
    std::printf("%-44s first %6.1f ms   median %6.1f ms   longest %6.1f ms\n", name, first, taken[taken.size() / 2],
                taken.back());
}

/// From the host's call to the first picture of the whole window.
void measureEditor(const char* name, PluginProcessor& processor)
{
    std::vector<double> taken;
    for (int time = 0; time < times; ++time)
    {
        std::unique_ptr<juce::AudioProcessorEditor> editor;
        taken.push_back(millisecondsOf(
            [&]
            {
                editor.reset(processor.createEditorIfNeeded());
                editor->createComponentSnapshot(editor->getLocalBounds());
            }));
        processor.editorBeingDeleted(editor.get());
    }
    print(name, taken);
}

void fill(PluginProcessor& processor)
{
    for (std::size_t number = 0; number < plugin::ConversationLog::mostEntries; ++number)
        processor.view().apply(realtime::UserTranscriptCompleted{
            "item" + std::to_string(number),
            "What is the name of the painter who painted the lady in blue, and when?"});
}

} // namespace

} // namespace parley::bench

int main()
{
    const parley::tests::BareDisplay display;
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    parley::plugin::PluginProcessor processor;
    parley::bench::measureEditor("open the editor and draw it", processor);
    parley::bench::fill(processor);
    parley::bench::measureEditor("the same with 500 entries in the log", processor);
    return 0;
}
