// SPDX-License-Identifier: Apache-2.0
// Reads a client's frame and refuses what the live service refuses, with the same codes.
#pragma once

#include "Service/EventSink.h"

#include <string_view>
#include <variant>

namespace parley::service
{

struct RefusedFrame
{
    Rejection rejection;
    Json clientEventId; ///< Null unless the frame carried one.
};

/// The event as JSON, checked against its shape (docs/protocol.md, Errors), or why it is refused.
/// @thread any
[[nodiscard]] std::variant<Json, RefusedFrame> readClientFrame(std::string_view text);

/// The answer to a binary frame.
[[nodiscard]] Rejection binaryFrameRejection();

} // namespace parley::service
