// SPDX-License-Identifier: Apache-2.0
// Events of a session as JSON, for programs that read them line by line.
#pragma once

#include "Realtime/Event.h"

namespace parley::realtime
{

/// An object with a `type`, the event's name in lower case with '_', and its fields under their names, written alike;
/// durations carry their unit: `heard_ms`. Errors are {code, message, where, upstream_code, upstream_message,
/// request_id}, empty fields left out. docs/command-line.md lists them all.
/// @thread any but audio
[[nodiscard]] wire::Json toJson(const Event& event);

[[nodiscard]] wire::Json toJson(const Error& error);

} // namespace parley::realtime
