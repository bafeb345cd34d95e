// SPDX-License-Identifier: GPL-3.0-or-later
// The colours and fonts of the report's picture.
#pragma once

#include <JuceHeader.h>

namespace parley::host::style
{

inline const juce::Colour paper{0xfffbfaf7};
inline const juce::Colour lane{0xffffffff};
inline const juce::Colour rule{0xffdedad2};
inline const juce::Colour ink{0xff26292e};
inline const juce::Colour faintInk{0xff767b84};
inline const juce::Colour user{0xff2f6fb5};
inline const juce::Colour userShade{0x1c2f6fb5};
inline const juce::Colour agent{0xff1f8a70};
inline const juce::Colour mark{0xffc4551b};
inline const juce::Colour failure{0xffb3261e};

inline juce::Font plain(float height)
{
    return juce::Font(juce::Font::getDefaultSansSerifFontName(), height, 0);
}
inline juce::Font bold(float height)
{
    return plain(height).boldened();
}

} // namespace parley::host::style
