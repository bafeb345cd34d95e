// SPDX-License-Identifier: GPL-3.0-or-later
// The plugin's settings, a JSON object, inside the bytes that a plugin wrapper stores as its state.
#pragma once

#include "Base/Result.h"

#include <string>
#include <string_view>

namespace parley::host
{

/// The same bytes with the settings' `provider` changed to "custom" and their `url` to `url`; what a wrapper put before
/// and after the settings stays. requestRejected where there are no settings in it.
[[nodiscard]] Result<std::string> pointSettingsAt(std::string_view stateBytes, const std::string& url);

} // namespace parley::host
