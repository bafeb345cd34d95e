// SPDX-License-Identifier: Apache-2.0
// How good a resampler is, measured with tones from the outside: the same for ours and for others.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

namespace parley::audio
{

struct ResamplerProbe
{
    /// Resamples a whole signal.
    using Run = std::function<std::vector<float>(std::span<const float>)>;

    int fromRate = 0;
    int toRate = 0;
    Run run;
    double seconds = 0.1; ///< Of each tone.

    static constexpr double amplitude = 0.9;

    /// Of the band that both rates have.
    [[nodiscard]] double nyquist() const { return std::min(fromRate, toRate) / 2.0; }

    /// Tones from here on must be gone; up to here they must be alone. Between the two lies the filter's transition.
    [[nodiscard]] double stopBand() const { return nyquist() * 12.5 / 12; }
    [[nodiscard]] double cleanBand() const { return nyquist() * 11.5 / 12; }

    [[nodiscard]] std::vector<float> tone(double frequency) const
    {
        std::vector<float> made(static_cast<std::size_t>(seconds * fromRate));
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = static_cast<float>(
                amplitude * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / fromRate));
        return made;
    }

    struct Reading
    {
        double gainDb = -300; ///< Of the tone.
        double restDb = -300; ///< All but the tone, against it.
    };

    /// What becomes of a tone; the ends, where it begins and stops, are left out.
    [[nodiscard]] Reading reading(double frequency) const
    {
        const auto output = run(tone(frequency));
        const auto inner = std::span(output).subspan(output.size() / 4, output.size() / 2);
        const auto angle = 2 * std::numbers::pi * frequency / toRate;
        double ss = 0, sc = 0, cc = 0, xs = 0, xc = 0;
        for (std::size_t i = 0; i < inner.size(); ++i)
        {
            const auto sine = std::sin(angle * static_cast<double>(i));
            const auto cosine = std::cos(angle * static_cast<double>(i));
            ss += sine * sine;
            sc += sine * cosine;
            cc += cosine * cosine;
            xs += static_cast<double>(inner[i]) * sine;
            xc += static_cast<double>(inner[i]) * cosine;
        }
        const auto determinant = ss * cc - sc * sc;
        const auto a = (xs * cc - xc * sc) / determinant;
        const auto b = (xc * ss - xs * sc) / determinant;
        double rest = 0;
        for (std::size_t i = 0; i < inner.size(); ++i)
        {
            const auto fit =
                a * std::sin(angle * static_cast<double>(i)) + b * std::cos(angle * static_cast<double>(i));
            rest += (static_cast<double>(inner[i]) - fit) * (static_cast<double>(inner[i]) - fit);
        }
        const auto restAmplitude = std::sqrt(2 * rest / static_cast<double>(inner.size()));
        return {decibels(std::hypot(a, b) / amplitude), decibels(restAmplitude / amplitude)};
    }

    /// How loud a tone above the band comes through, as whatever.
    [[nodiscard]] double passedDb(double frequency) const
    {
        const auto output = run(tone(frequency));
        const auto inner = std::span(output).subspan(output.size() / 4, output.size() / 2);
        double power = 0;
        for (const auto sample : inner)
            power += static_cast<double>(sample) * static_cast<double>(sample);
        return decibels(std::sqrt(2 * power / static_cast<double>(inner.size())) / amplitude);
    }

    /// The worst of aliases (on the way down) and images (of tones in the band) at so many frequencies each.
    [[nodiscard]] double worstAliasDb(int tones) const
    {
        double worst = -300;
        const auto top = fromRate / 2.0 * 0.999;
        for (int i = 0; i < tones; ++i)
        {
            const auto share = static_cast<double>(i) / (tones - 1);
            if (top > stopBand())
                worst = std::max(worst, passedDb(stopBand() + (top - stopBand()) * share * share));
            const auto lowest = nyquist() / 60;
            worst = std::max(worst, reading(lowest + (cleanBand() - lowest) * share).restDb);
        }
        return worst;
    }

    /// The largest deviation of the gain from that of a low tone, up to 0.90 of the band.
    [[nodiscard]] double rippleDb(int tones) const
    {
        const auto reference = reading(nyquist() / 12).gainDb;
        double worst = 0;
        for (int i = 0; i < tones; ++i)
        {
            const auto frequency = nyquist() * (0.02 + 0.88 * static_cast<double>(i) / (tones - 1));
            worst = std::max(worst, std::abs(reading(frequency).gainDb - reference));
        }
        return worst;
    }

    [[nodiscard]] static double decibels(double ratio) { return 20 * std::log10(std::max(ratio, 1e-15)); }
};

} // namespace parley::audio
