// SPDX-License-Identifier: GPL-3.0-or-later
// Parley's colours, sizes and fonts, for a dark stage and an arm's length. On each ground every colour of text has a
// contrast of 4.5 to 1 or better, and the edge of a control one of 3 to 1 (WCAG 2.1, AA).
#pragma once

#include <JuceHeader.h>

namespace parley::plugin::theme
{

// Grounds, from the farthest to the nearest.
inline const juce::Colour field{0xff0b0f13};
inline const juce::Colour rail{0xff0b0e11};
inline const juce::Colour ground{0xff0f1317};
inline const juce::Colour panel{0xff181e25};
inline const juce::Colour raised{0xff242d37};

// Text and signs.
inline const juce::Colour text{0xffeef2f5};
inline const juce::Colour quietText{0xffa7b4c1};
inline const juce::Colour accent{0xff5fd3b8};
inline const juce::Colour onAccent{0xff06231c};
inline const juce::Colour user{0xfff0bf7a};
inline const juce::Colour thinking{0xffbda8ff};
inline const juce::Colour speaking{0xff78bdff};
inline const juce::Colour warning{0xfff2b84b};
inline const juce::Colour failure{0xffff8b82};
inline const juce::Colour idle{0xff8795a3};

// Lines: around what can be worked, and between what only stands there.
inline const juce::Colour edge{0xff6b7a89};
inline const juce::Colour outline{0xff37424e};

/// A property of buttons that open a page: they are drawn as tabs.
inline constexpr const char* isTab = "isTab";

inline constexpr float cornerRadius = 6.0F;
inline constexpr int margin = 14;
inline constexpr int gap = 8;
inline constexpr int controlHeight = 34;

/// The words of the conversation.
[[nodiscard]] inline juce::Font spoken()
{
    return juce::Font(19.0F);
}

[[nodiscard]] inline juce::Font body()
{
    return juce::Font(17.0F);
}

[[nodiscard]] inline juce::Font small()
{
    return juce::Font(15.0F);
}

[[nodiscard]] inline juce::Font heading()
{
    return juce::Font(15.0F, juce::Font::bold);
}

/// What must be read from afar: the state of the agent.
[[nodiscard]] inline juce::Font title()
{
    return juce::Font(26.0F, juce::Font::bold);
}

} // namespace parley::plugin::theme
