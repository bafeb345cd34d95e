// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/Theme.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace parley::plugin;

namespace
{

/// WCAG 2.1, "relative luminance".
double luminance(juce::Colour colour)
{
    const auto linear = [](double channel)
    { return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.getFloatRed()) + 0.7152 * linear(colour.getFloatGreen()) +
           0.0722 * linear(colour.getFloatBlue());
}

/// WCAG 2.1, "contrast ratio".
double contrast(juce::Colour one, juce::Colour other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

TEST_CASE("every colour of text can be read on every ground, as WCAG AA asks")
{
    for (const auto ground : {theme::field, theme::rail, theme::ground, theme::panel, theme::raised})
        for (const auto text : {theme::text, theme::quietText, theme::accent, theme::user, theme::thinking,
                                theme::speaking, theme::warning, theme::failure})
        {
            INFO(text.toString() << " on " << ground.toString());
            CHECK(contrast(text, ground) >= 4.5);
        }
    CHECK(contrast(theme::onAccent, theme::accent) >= 4.5);
    CHECK(contrast(theme::onAccent, theme::warning) >= 4.5);
}

TEST_CASE("the edge of a control can be told from every ground")
{
    for (const auto ground : {theme::field, theme::rail, theme::ground, theme::panel, theme::raised})
        CHECK(contrast(theme::edge, ground) >= 3.0);
}
