// SPDX-License-Identifier: GPL-3.0-or-later
// Parley's colours, sizes and fonts. Text on its ground has a contrast of 4.5 to 1 or better (WCAG 2.1, AA).
#pragma once

#include <JuceHeader.h>

namespace parley::plugin::theme
{

inline const juce::Colour ground{0xff14181d};
inline const juce::Colour panel{0xff1c2229};
inline const juce::Colour field{0xff12161a};
inline const juce::Colour outline{0xff333c47};
inline const juce::Colour text{0xffe9edf1};
inline const juce::Colour quietText{0xff9fabb8};
inline const juce::Colour accent{0xff5cc9b0};
inline const juce::Colour onAccent{0xff0d1a17};
inline const juce::Colour user{0xffe6b877};
inline const juce::Colour warning{0xffe9b44c};
inline const juce::Colour failure{0xffef7a72};
inline const juce::Colour idle{0xff66727f};

inline constexpr float cornerRadius = 6.0F;
inline constexpr int margin = 14;
inline constexpr int gap = 8;
inline constexpr int controlHeight = 30;

[[nodiscard]] inline juce::Font body()
{
    return juce::Font(15.0F);
}

[[nodiscard]] inline juce::Font small()
{
    return juce::Font(13.0F);
}

[[nodiscard]] inline juce::Font heading()
{
    return juce::Font(13.0F, juce::Font::bold);
}

[[nodiscard]] inline juce::Font title()
{
    return juce::Font(24.0F, juce::Font::bold);
}

} // namespace parley::plugin::theme
