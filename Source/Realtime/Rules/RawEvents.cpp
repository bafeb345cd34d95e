// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/RawEvents.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>

namespace parley::realtime
{

std::optional<Error> findFaultInRawEvent(const wire::Json& event)
{
    if (!wire::textField(event, "type").empty())
        return std::nullopt;
    return Error{ErrorCode::invalidArgument,
                 "A raw event is a JSON object with a \"type\", and this is none: correct it and send it again.",
                 "raw"};
}

bool isChatter(std::string_view type)
{
    constexpr std::array<std::string_view, 6> known = {"conversation.created",
                                                       "response.function_call_arguments.delta",
                                                       "response.mcp_call_arguments.delta",
                                                       "output_audio_buffer.started",
                                                       "output_audio_buffer.stopped",
                                                       "output_audio_buffer.cleared"};
    return std::ranges::find(known, type) != known.end();
}

} // namespace parley::realtime
