// SPDX-License-Identifier: GPL-3.0-or-later
// The one function by which JUCE's plugin wrappers make an instance.
#include "Plugin/PluginProcessor.h"

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter()
{
    return std::make_unique<parley::plugin::PluginProcessor>().release();
}
