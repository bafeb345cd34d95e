// SPDX-License-Identifier: Apache-2.0
// The JSON object that a request brings as its body.
#pragma once

#include "Service/EventSink.h"

#include <string_view>
#include <variant>

namespace parley::service
{

/// Refused: what is no JSON object, or is nested deeper than any request of the API.
/// @thread any
[[nodiscard]] std::variant<Json, Rejection> readJsonBody(std::string_view body);

} // namespace parley::service
