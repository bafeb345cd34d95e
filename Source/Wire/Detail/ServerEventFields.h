// SPDX-License-Identifier: Apache-2.0
// What the two ways of reading a server event share: the straight one for speech, and that over a tree for the others.
#pragma once

#include "Base/Error.h"
#include "Base/Result.h"
#include "Wire/ServerEvent.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace parley::wire
{

/// An index that no item can have is taken for 0, as one that is missing is.
inline int indexFrom(std::int64_t number)
{
    return number < 0 || number > std::numeric_limits<int>::max() ? 0 : static_cast<int>(number);
}

/// Why the frame could not be read.
[[nodiscard]] Error notAnEvent(const std::string& what);

/// Any event but one with speech, by its type.
[[nodiscard]] Result<ServerEvent> readServerEvent(std::string_view text, const std::string& type);

} // namespace parley::wire
