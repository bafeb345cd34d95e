// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 texts of the library as JUCE shows them, and back.
#pragma once

#include <JuceHeader.h>

#include <string>

namespace parley::plugin
{

[[nodiscard]] inline juce::String toJuce(const std::string& text)
{
    return juce::String::fromUTF8(text.data(), static_cast<int>(text.size()));
}

} // namespace parley::plugin
