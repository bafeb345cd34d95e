// SPDX-License-Identifier: Apache-2.0
// The log: one line per fact, secrets removed before anything leaves the process.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace parley
{

enum class LogLevel
{
    debug,
    information,
    warning,
    error
};

/// Where log lines go. Called on the thread that logs; must not throw. The text is already redacted.
using LogSink = std::function<void(LogLevel, std::string_view text)>;

/// Replaces the sink; an empty one restores the default (standard error, warnings and worse; PARLEY_LOG=debug shows
/// all).
/// @thread any
void setLogSink(LogSink sink);

/// @thread any but audio
void log(LogLevel level, std::string_view text);

/// Removes everything that looks like a key (sk-..., ek_..., Bearer ..., api-key values, user:password@) and every
/// secret that was registered with `registerSecret`.
/// @thread any but audio
[[nodiscard]] std::string redact(std::string_view text);

/// From now on `redact` removes this very text, whatever it looks like. Texts under 4 characters are not registered.
/// The registry keeps the latest 512 secrets.
/// @thread any but audio
void registerSecret(std::string_view secret);

} // namespace parley
