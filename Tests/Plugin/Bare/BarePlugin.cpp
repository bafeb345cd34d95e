// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Bare/BareProcessor.h"

namespace
{

/// One parameter of each kind, and the editor that JUCE makes of them.
class BarePlugin final : public parley::tests::BareProcessor
{
public:
    BarePlugin()
        : BareProcessor(1)
    {
        addParameter(
            std::make_unique<juce::AudioParameterBool>(juce::ParameterID("switch", 1), "Switch", false).release());
        addParameter(std::make_unique<juce::AudioParameterChoice>(juce::ParameterID("choice", 1), "Choice",
                                                                  juce::StringArray{"One", "Two"}, 0)
                         .release());
    }
    bool hasEditor() const override { return true; }
    juce::AudioProcessorEditor* createEditor() override
    {
        return std::make_unique<juce::GenericAudioProcessorEditor>(*this).release();
    }
};

} // namespace

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter()
{
    return std::make_unique<BarePlugin>().release();
}
