// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Text.h"

namespace parley::plugin
{

juce::String withThousands(std::int64_t number)
{
    constexpr int group = 3;
    juce::String digits(number);
    const int first = number < 0 ? 1 : 0;
    for (int at = digits.length() - group; at > first; at -= group)
        digits = digits.substring(0, at) + "," + digits.substring(at);
    return digits;
}

juce::String asClock(std::chrono::seconds time)
{
    const auto total = juce::jmax<std::int64_t>(0, time.count());
    const auto twoDigits = [](std::int64_t number) { return juce::String(number).paddedLeft('0', 2); };
    const auto seconds = twoDigits(total % 60);
    if (total < 3600)
        return juce::String(total / 60) + ":" + seconds;
    return juce::String(total / 3600) + ":" + twoDigits(total / 60 % 60) + ":" + seconds;
}

} // namespace parley::plugin
