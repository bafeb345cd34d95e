// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 texts of the library as JUCE shows them, and figures as people read them.
#pragma once

#include <JuceHeader.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::plugin
{

[[nodiscard]] inline juce::String toJuce(std::string_view text)
{
    return juce::String::fromUTF8(text.data(), static_cast<int>(text.size()));
}

/// 1234567 as 1,234,567.
[[nodiscard]] juce::String withThousands(std::int64_t number);

/// As 59:05, or 1:02:03 from an hour on; less than none is 0:00.
[[nodiscard]] juce::String asClock(std::chrono::seconds time);

} // namespace parley::plugin
