// SPDX-License-Identifier: Apache-2.0
// Cuts long speech into pieces that a recogniser takes at a time, where it is quietest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace parley::service
{

/// Speech up to this long is one piece.
constexpr int longestPieceSeconds = 10;

/// How many samples the first piece has: all of them, or a cut between the seventh and the tenth second.
/// `sampleRate` in Hz.
/// @thread any
[[nodiscard]] std::size_t firstPiece(std::span<const std::int16_t> samples, int sampleRate);

} // namespace parley::service
