// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecordedEvent.h"

#include <optional>

namespace parley::host
{

namespace
{

using Json = nlohmann::json;

std::optional<Speaker> speakerFrom(const Json& name)
{
    for (const auto speaker : {Speaker::client, Speaker::server, Speaker::parley})
        if (name.is_string() && name.get_ref<const std::string&>() == toString(speaker))
            return speaker;
    return std::nullopt;
}

std::size_t bytesOfBase64(std::string_view text)
{
    const auto padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
    const auto whole = text.size() / 4 * 3;
    return whole < padding ? 0 : whole - padding;
}

Json field(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found == object.end() ? Json{} : *found;
}

} // namespace

std::string_view toString(Speaker speaker) noexcept
{
    switch (speaker)
    {
    case Speaker::client:
        return "client";
    case Speaker::server:
        return "server";
    case Speaker::parley:
        break;
    }
    return "parley";
}

std::string RecordedEvent::text(const char* name) const
{
    const auto found = event.find(name);
    return found != event.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

double RecordedEvent::number(const char* name, double otherwise) const
{
    const auto found = event.find(name);
    return found != event.end() && found->is_number() ? found->get<double>() : otherwise;
}

bool RecordedEvent::isOutputAudio() const
{
    return from == Speaker::server && (type() == "response.output_audio.delta" || type() == "response.audio.delta");
}

std::size_t RecordedEvent::audioBytes() const
{
    if (isOutputAudio())
        return bytesOfBase64(text("delta"));
    const bool isInput = from == Speaker::client && type() == "input_audio_buffer.append";
    return isInput ? bytesOfBase64(text("audio")) : 0;
}

Result<RecordedEvent> parseRecordedEvent(std::string_view line)
{
    auto json = Json::parse(line, nullptr, false);
    const auto bad = [](std::string what) {
        return Error{ErrorCode::fileInvalid, "A line of the recording " + what + ".", "recording"};
    };
    if (!json.is_object())
        return bad("is not a JSON object");
    const auto ms = field(json, "ms");
    const auto from = speakerFrom(field(json, "from"));
    auto event = field(json, "event");
    if (!ms.is_number())
        return bad("has no time");
    if (!from)
        return bad("does not say who sent it");
    if (!event.is_object() || !field(event, "type").is_string())
        return bad("has no event with a type");
    return RecordedEvent{ms.get<double>(), *from, std::move(event)};
}

} // namespace parley::host
