// SPDX-License-Identifier: Apache-2.0
// Messages of Open Sound Control 1.0, to and from the bytes of a packet.
#pragma once

#include "Base/Result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace parley::net
{

/// On the wire: i (h where it does not fit), f, s, T or F.
using OscArgument = std::variant<std::int64_t, float, std::string, bool>;

struct OscMessage
{
    std::string address; ///< Begins with '/'.
    std::vector<OscArgument> arguments{};

    [[nodiscard]] bool operator==(const OscMessage&) const = default;

    /// The argument as a number: of a switch, 0 or 1; none where it is not there, or a text.
    [[nodiscard]] std::optional<double> number(std::size_t index) const;
    /// The argument, where it is a text.
    [[nodiscard]] const std::string* text(std::size_t index) const;
};

/// A larger packet is refused: what UDP over IPv4 can carry.
constexpr std::size_t largestOscPacket = 65507;
constexpr std::size_t mostOscMessages = 64; ///< In one packet.
constexpr int deepestOscBundle = 4;         ///< Bundles in bundles.

/// Texts that are not UTF-8 travel as they are. @thread any but audio
[[nodiscard]] std::vector<std::byte> encodeOsc(const OscMessage& message);

/// The messages of a packet, those of bundles in their order whatever their time. Arguments of the types i, h, f, d, s,
/// S, T and F are understood; any other type, and a packet that is not whole, is an error, and nothing of it is used.
/// @thread any but audio
[[nodiscard]] Result<std::vector<OscMessage>> decodeOsc(std::span<const std::byte> packet);

} // namespace parley::net
