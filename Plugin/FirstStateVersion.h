// SPDX-License-Identifier: GPL-3.0-or-later
// The state of Parley 0.1.0: one agent and its turn detection, where there are a cast and parameters now.
#pragma once

#include <nlohmann/json.hpp>

namespace parley::plugin
{

/// @thread any but audio
[[nodiscard]] bool isOfFirstVersion(const nlohmann::json& document);

/// The same in the words of the present version. What was wrong is left as it was found, for the reader to remark on.
/// @thread any but audio
[[nodiscard]] nlohmann::json fromFirstVersion(nlohmann::json document);

} // namespace parley::plugin
