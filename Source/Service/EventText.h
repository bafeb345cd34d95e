// SPDX-License-Identifier: Apache-2.0
// An event as the text of a frame.
#pragma once

#include "Service/SessionOutput.h"

#include <string>

namespace parley::service
{

/// What is no UTF-8 is replaced. Speech is taken out of the event and put into the text as it is: base64 needs no look
/// at each of its characters, which would cost more than all else of an answer.
/// @thread any
[[nodiscard]] std::string takeText(Json& event);

} // namespace parley::service
