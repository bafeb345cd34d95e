// SPDX-License-Identifier: Apache-2.0
#include "Service/EventText.h"

#include <string_view>
#include <utility>

namespace parley::service
{

std::string takeText(Json& event)
{
    const bool isSpeech = event.at("type") == "response.output_audio.delta";
    const auto speech = isSpeech ? std::exchange(event.at("delta").get_ref<std::string&>(), {}) : std::string();
    auto text = event.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (!isSpeech)
        return text;
    // No other field of this event is called so, and none holds text of a user's.
    constexpr std::string_view emptyDelta = "\"delta\":\"";
    text.reserve(text.size() + speech.size());
    return text.insert(text.find(emptyDelta) + emptyDelta.size(), speech);
}

} // namespace parley::service
