// SPDX-License-Identifier: GPL-3.0-or-later
// A run as a JSON document, for scripts and for people who compare runs.
#pragma once

#include "RunReport.h"

#include <nlohmann/json.hpp>

namespace parley::host
{

/// {"plugin","input","rate","block","channels","failure"?,"late_blocks","events":[{"ms","from","type",...}],
/// "turns":[{"role","transcript","start_ms","end_ms",...}],"latency":{...}}. Of an event its plain fields are kept, and
/// those of its item, response and error; sound is replaced by its size ("audio_bytes").
[[nodiscard]] nlohmann::ordered_json conversationJson(const RunReport& report);

} // namespace parley::host
