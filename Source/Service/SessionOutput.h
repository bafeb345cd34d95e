// SPDX-License-Identifier: Apache-2.0
// What a session wants done after an input: events to send, jobs to run or to give up, perhaps an
// end.
#pragma once

#include "Service/EngineJob.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::service
{

using Json = nlohmann::json;

/// Close the WebSocket with this code and reason once all events are written.
struct CloseOrder
{
    std::uint16_t code = 1000;
    std::string reason;
};

struct SessionOutput
{
    std::vector<Json> events; ///< In the order of sending.
    std::vector<EngineJob> jobs;
    std::vector<std::uint64_t> givenUp; ///< Jobs whose results are not wanted any more.
    std::optional<CloseOrder> close;
};

} // namespace parley::service
