// SPDX-License-Identifier: Apache-2.0
#include "Wire/Item.h"

#include "Audio/Pcm16.h"
#include "Wire/Detail/JsonFields.h"

#include <array>
#include <utility>

namespace parley::wire
{
namespace
{

constexpr std::array<std::pair<Role, const char*>, 3> roleNames = {
    {{Role::system, "system"}, {Role::user, "user"}, {Role::assistant, "assistant"}}};

const char* roleName(Role role)
{
    for (const auto& [value, name] : roleNames)
        if (value == role)
            return name;
    return "user";
}

Role roleOf(const std::string& wanted)
{
    for (const auto& [value, name] : roleNames)
        if (wanted == name)
            return value;
    return Role::user;
}

ContentPart partFromJson(const Json& json)
{
    ContentPart part;
    part.type = textField(json, "type");
    part.text = textField(json, "text");
    part.transcript = textField(json, "transcript");
    if (!json.is_object())
        return part;
    part.rest = json;
    for (const auto* known : {"type", "text", "transcript", "audio"})
        part.rest.erase(known);
    return part;
}

Json partToJson(const ContentPart& part)
{
    Json json = part.rest.is_object() ? part.rest : Json::object();
    json["type"] = part.type;
    if (part.type.ends_with("text"))
        json["text"] = part.text;
    else if (!part.transcript.empty())
        json["transcript"] = part.transcript;
    return json;
}

} // namespace

std::string Item::plainText() const
{
    std::string all;
    for (const auto& part : content)
    {
        const auto& words = part.text.empty() ? part.transcript : part.text;
        if (words.empty())
            continue;
        if (!all.empty())
            all += ' ';
        all += words;
    }
    return all;
}

Json Item::toJson() const
{
    Json json = rest.is_object() ? rest : Json::object();
    json["type"] = type;
    if (!id.empty())
        json["id"] = id;
    if (!status.empty())
        json["status"] = status;
    if (type == "message")
    {
        json["role"] = roleName(role);
        json["content"] = Json::array();
        for (const auto& part : content)
            json["content"].push_back(partToJson(part));
    }
    return json;
}

Item Item::fromJson(const Json& json)
{
    Item item;
    item.id = textField(json, "id");
    item.type = textField(json, "type");
    item.status = textField(json, "status");
    item.role = roleOf(textField(json, "role"));
    if (!json.is_object())
        return item;
    if (const auto parts = json.find("content"); parts != json.end() && parts->is_array())
        for (const auto& part : *parts)
            item.content.push_back(partFromJson(part));
    item.rest = json;
    for (const auto* known : {"id", "type", "status", "role", "content"})
        item.rest.erase(known);
    return item;
}

Item Item::userText(std::string text)
{
    Item item;
    item.content.push_back({.type = "input_text", .text = std::move(text), .transcript = {}});
    return item;
}

Item Item::systemText(std::string text)
{
    auto item = userText(std::move(text));
    item.role = Role::system;
    return item;
}

Item Item::userImage(std::string url, std::string text, std::string detail)
{
    Item item;
    item.content.push_back({.type = "input_image",
                            .text = {},
                            .transcript = {},
                            .rest = {{"image_url", std::move(url)}, {"detail", std::move(detail)}}});
    if (!text.empty())
        item.content.push_back({.type = "input_text", .text = std::move(text), .transcript = {}});
    return item;
}

std::string imageUrl(std::span<const std::uint8_t> bytes, std::string_view mediaType)
{
    auto url = "data:" + std::string(mediaType) + ";base64,";
    audio::appendBase64(bytes, url);
    return url;
}

} // namespace parley::wire
