// SPDX-License-Identifier: Apache-2.0
// What the program around a cast lends to the tools that its file declares.
#pragma once

#include "Auth/ApiKey.h"
#include "Base/Result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>

namespace parley::cast
{

/// Status byte and two data bytes; the second is 0 where the message has none.
using MidiMessage = std::array<std::uint8_t, 3>;

/// The functions are called on the tool pool, several at a time perhaps, as long as a session of the cast lives. An
/// empty one means that the program has no such thing: a file that asks for it is refused.
struct CastHost
{
    std::function<Result<void>(const MidiMessage&)> sendMidi{};
    /// `parameter` as the file names it; `value` from 0 to 1.
    std::function<Result<void>(const std::string& parameter, double value)> setParameter{};
    auth::Surroundings surroundings = auth::Surroundings::ofProcess();
};

} // namespace parley::cast
