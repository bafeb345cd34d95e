// SPDX-License-Identifier: Apache-2.0
// How likely it is that a 20 ms frame holds speech: its level over the noise floor, unless the sound is steady.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>

namespace parley::service
{

/// Keeps to the band of speech (200 to 4000 Hz, so that DC and mains hum hardly count), follows the quietest level of
/// the last 2.4 s as noise floor, and rates a sound that does not change its level (tone, hum, fan) as no speech.
class SpeechProbability
{
public:
    /// 20 ms at 24 kHz.
    static constexpr std::size_t frameSamples = 480;

    /// The next frame; returns 0 to 1. 0.5 means 9 dB over the noise floor.
    [[nodiscard]] double process(std::span<const std::int16_t, frameSamples> frame);

    /// How many frames ago the present sound rose over the noise floor. A sound is rated only after 120 ms of it.
    [[nodiscard]] std::size_t framesSinceOnset() const noexcept { return onsetFrames; }

private:
    /// A second-order section in transposed direct form II.
    struct Section
    {
        std::array<double, 3> forward{};
        std::array<double, 2> back{};
        std::array<double, 2> state{};
        [[nodiscard]] double process(double in) noexcept;
    };

    [[nodiscard]] static Section makeSection(bool isHighPass, double frequency);
    [[nodiscard]] double levelDb(std::span<const std::int16_t, frameSamples> frame);
    [[nodiscard]] double noiseFloorDb(double level);
    [[nodiscard]] bool isSteady(double level, bool isOverFloor);

    std::array<Section, 3> sections = {makeSection(true, 200.0), makeSection(true, 200.0), makeSection(false, 4000.0)};
    double previousSample = 0.0;
    std::deque<double> blockMinima; ///< Of the blocks that make up the floor's window, the present one last.
    std::size_t blockFrames = 0;
    std::deque<double> soundLevels; ///< Of the present sound's latest frames.
    std::size_t onsetFrames = 0;
    std::size_t quietFrames = 0;
};

} // namespace parley::service
