// SPDX-License-Identifier: Apache-2.0
// The models that the service names, and those that it does not know.
#pragma once

#include "Service/Http/PlainAnswer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

/// Any name is taken for one of ours, so that a program made for the live service needs no change. Only what begins
/// with "no-such", and nothing at all, is unknown: a test needs a model that is not there.
/// @thread any
[[nodiscard]] bool isKnownModel(std::string_view name) noexcept;

/// 404 model_not_found, or nothing for a known one.
/// @thread any
[[nodiscard]] std::optional<PlainAnswer> refuseModel(const std::string& name);

/// GET /v1/models: {"object":"list","data":[...]}. `created` in seconds since the epoch.
/// @thread any
[[nodiscard]] PlainAnswer listModels(std::int64_t created);

/// GET /v1/models/NAME.
/// @thread any
[[nodiscard]] PlainAnswer describeModel(const std::string& name, std::int64_t created);

} // namespace parley::service
