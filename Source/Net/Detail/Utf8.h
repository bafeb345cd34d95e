// SPDX-License-Identifier: Apache-2.0
// UTF-8 that has to fit.
#pragma once

#include <cstddef>
#include <string>

namespace parley::net
{

/// At most so many bytes of the text, cut between characters.
[[nodiscard]] inline std::string shortened(const std::string& text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes;
    return text.substr(0, bytes);
}

} // namespace parley::net
