// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation as it grows, user and agent told apart, scrolled to the newest line unless the user scrolled up.
#pragma once

#include "Bridge/VoiceBridge.h"

#include <JuceHeader.h>

#include <vector>

namespace parley::plugin
{

/// @thread message
class TranscriptView : public juce::Component
{
public:
    TranscriptView();
    ~TranscriptView() override;

    /// Lays out only what changed.
    void show(const std::vector<bridge::TranscriptLine>& lines);

    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    class Lines;
    std::unique_ptr<Lines> lines;
    juce::Viewport viewport;
};

} // namespace parley::plugin
