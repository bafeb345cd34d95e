// SPDX-License-Identifier: GPL-3.0-or-later
// Gains, the way in and out, how fast turns are, and what went wrong on the way.
#pragma once

#include "Plugin/Parameters.h"
#include "Plugin/PluginState.h"
#include "Plugin/SessionFigures.h"
#include "Plugin/Views/FactView.h"
#include "Plugin/Views/LatencyPlot.h"
#include "Plugin/Views/Page.h"

namespace parley::plugin
{

/// @thread message
class AudioPage : public Page
{
public:
    /// Both must outlive the page.
    AudioPage(Parameters& parameters, PluginState& state);
    ~AudioPage() override;

    void show(const Settings& settings);
    void show(const SessionFigures& figures, const bridge::BridgeCounters& counters);
    /// Which of its inputs and outputs the host has connected.
    void showRouting(const juce::AudioProcessor& processor);

    std::function<void()> onChanged; ///< The user finished a change.

private:
    class LevelSection;
    class WaySection;
    class LatencySection;
    class TroubleSection;

    std::unique_ptr<LevelSection> levels;
    std::unique_ptr<WaySection> way;
    std::unique_ptr<LatencySection> latency;
    std::unique_ptr<TroubleSection> trouble;
};

} // namespace parley::plugin
