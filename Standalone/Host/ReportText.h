// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the report's picture: what was run, what was said, and how long it took.
#pragma once

#include "RunReport.h"

#include <JuceHeader.h>

namespace parley::host
{

/// @thread message
void drawHeading(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report);

/// As many turns as there is room for; what did not fit is counted in the last line.
/// @thread message
void drawTranscript(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report);

/// @thread message
void drawLatencies(juce::Graphics& g, juce::Rectangle<int> where, const RunReport& report);

} // namespace parley::host
