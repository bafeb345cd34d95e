// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/EditorParts.h"
#include "Plugin/Instance.h"
#include "Plugin/Views/AudioPage.h"
#include "Plugin/Views/Theme.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::plugin;
using parley::tests::find;
using parley::tests::Instance;
using parley::tests::onMessageThread;

namespace
{

juce::String factOf(juce::Component& page, const juce::String& name)
{
    auto* fact = find<FactView>(page, [&](FactView& one) { return one.getTitle().startsWith(name + ":"); });
    return fact == nullptr ? juce::String() : fact->value();
}

} // namespace

TEST_CASE("what was lost on the way is told in frames, seconds, pauses and events")
{
    Instance instance;
    onMessageThread(
        [&]
        {
            AudioPage page(instance->parameters(), instance->state());
            page.show({}, {.captureFramesDropped = 1440,
                           .playoutUnderruns = 1,
                           .earlyAudioSamplesDropped = 36000,
                           .eventsDropped = 0});
            CHECK(factOf(page, "Input lost") == "1,440 frames");
            CHECK(factOf(page, "Underruns") == "1 pause");
            CHECK(factOf(page, "Early speech lost") == "1.50 s");
            CHECK(factOf(page, "Events lost") == "0 events");
        });
}

TEST_CASE("the legend and the sentence of the latencies fit the page in a window of 900 pixels")
{
    Instance instance;
    auto& editor = instance.openEditor();
    onMessageThread(
        [&]
        {
            editor.showPage(PageName::audio);
            auto* plot = find<LatencyPlot>(editor, [](LatencyPlot&) { return true; });
            REQUIRE(plot != nullptr);
            CHECK(legendWidth(LatencyPlot::legend()) <= static_cast<float>(plot->getWidth()));
            std::deque<TurnLatency> turns(50);
            for (std::size_t turn = 0; turn < 12; ++turn)
                turns[turn].endOfSpeechToAudibleMs = 1400.0;
            plot->show(turns);
            // Text is squeezed to three quarters of its width at most.
            CHECK(theme::small().getStringWidthFloat(plot->sentence()) * 0.75F <= static_cast<float>(plot->getWidth()));
        });
}
