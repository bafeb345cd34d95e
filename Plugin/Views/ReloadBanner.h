// SPDX-License-Identifier: GPL-3.0-or-later
// Says that the agents file on disk is another one now, and offers to take it over.
#pragma once

#include "Plugin/CastFileWatch.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// @thread message
class ReloadBanner : public juce::Component
{
public:
    ReloadBanner();

    /// True when the banner came or went. A change that the user has waved aside is not shown again.
    bool show(CastFileState state, const juce::String& fileName);

    void paint(juce::Graphics& g) override;
    void resized() override;

    std::function<void()> onReload;
    std::function<void()> onVisibilityChanged;

    static constexpr int height = 46;

private:
    juce::Label sentence;
    juce::TextButton reload{"Reload"};
    juce::TextButton keep{"Keep"};
    bool isWavedAside = false;
};

} // namespace parley::plugin
