// SPDX-License-Identifier: GPL-3.0-or-later
// A plugin's state as JUCE's hosts hand it over: the plugin's own bytes, wrapped in the plugin format's text.
#pragma once

#include "Base/Result.h"

#include <JuceHeader.h>

#include <string>

namespace parley::host
{

/// The same state with the service's address changed (see pointSettingsAt). Understands what JUCE writes for VST3 (XML,
/// the bytes in element IComponent) and LV2 (turtle, the bytes in a literal); anything else is requestRejected.
[[nodiscard]] Result<juce::MemoryBlock> pointStateAt(const juce::MemoryBlock& state, const std::string& url);

} // namespace parley::host
