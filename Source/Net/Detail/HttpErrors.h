// SPDX-License-Identifier: Apache-2.0
// What goes wrong with an HTTP request beyond its connection, as errors: one sentence each that says what to do.
#pragma once

#include "Base/Error.h"
#include "Net/HttpClient.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::net
{

/// What cannot be sent at all.
[[nodiscard]] std::optional<Error> faultIn(const HttpRequest& request);

/// All of it took too long.
[[nodiscard]] Error answerTooSlow(const Url& url, std::chrono::milliseconds limit);
/// The answer began and then nothing came any more.
[[nodiscard]] Error answerStalled(const Url& url, std::chrono::milliseconds limit);
[[nodiscard]] Error answerTooLarge(const Url& url, std::size_t limit);
[[nodiscard]] Error answerBroken(const Url& url, std::string_view reason);
[[nodiscard]] Error requestCancelled(const Url& url);
[[nodiscard]] Error tooManyRequests(const Url& url);

} // namespace parley::net
