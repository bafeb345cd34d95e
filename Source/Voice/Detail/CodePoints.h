// SPDX-License-Identifier: Apache-2.0
// UTF-8 as code points, for text that arrives in pieces.
#pragma once

#include <string>
#include <string_view>

namespace parley::voice
{

/// Decodes what is whole; an unfinished character at the end stays in `bytes`. What is no UTF-8 becomes U+FFFD.
/// @thread any but audio
[[nodiscard]] std::u32string takeCodePoints(std::string& bytes);

/// @thread any but audio
[[nodiscard]] std::string toUtf8(std::u32string_view text);

/// In code points, as the service counts them.
/// @thread any but audio
[[nodiscard]] std::size_t countCodePoints(std::string_view utf8);

} // namespace parley::voice
