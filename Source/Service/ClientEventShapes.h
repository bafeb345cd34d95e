// SPDX-License-Identifier: Apache-2.0
// The shapes of all client events that the service accepts (schema: RealtimeClientEvent).
#pragma once

#include "Service/Shape.h"

namespace parley::service
{

/// In the order in which the live service lists them when it refuses a type.
[[nodiscard]] const std::vector<std::string>& acceptedClientEvents();

/// By type; each shape includes `type` and `event_id`.
[[nodiscard]] const std::map<std::string, Shape>& clientEventShapes();

} // namespace parley::service
