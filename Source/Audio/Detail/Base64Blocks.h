// SPDX-License-Identifier: Apache-2.0
// Base64 sixteen characters at a time, where the processor can.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::audio
{

/// Decodes from the start as much as it can in whole blocks of 16 characters (12 bytes), and returns how many
/// characters that were: fewer than there are at the end of the text, before a character that is none of the alphabet,
/// and on a processor without SSSE3, where it is 0. `to` has room for what all of the text stands for.
/// @thread any
[[nodiscard]] std::size_t decodeBase64Blocks(std::string_view base64, unsigned char* to) noexcept;

} // namespace parley::audio
