// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Bare/BareProcessor.h"

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter()
{
    return std::make_unique<parley::tests::BareProcessor>(1).release();
}
