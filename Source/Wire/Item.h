// SPDX-License-Identifier: Apache-2.0
// An item of the conversation: a message, a function call, its output, or a kind this version does not know.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::wire
{

using Json = nlohmann::json;

enum class Role
{
    system,
    user,
    assistant
};

/// One part of a message. `type` is the wire's word: input_text, input_audio, input_image, output_text, output_audio.
struct ContentPart
{
    std::string type;
    std::string text;           ///< For the text types.
    std::string transcript;     ///< For the audio types.
    Json rest = Json::object(); ///< Fields beside type, text, transcript and audio, for instance image_url.

    [[nodiscard]] bool operator==(const ContentPart&) const = default;
};

/// Schema: RealtimeConversationItem. Of kinds other than message the fields stay in `rest`.
struct Item
{
    std::string id;
    std::string type = "message";
    std::string status; ///< completed, incomplete or in_progress; may be empty.
    Role role = Role::user;
    std::vector<ContentPart> content;
    Json rest = Json::object(); ///< Fields beside those above, for instance call_id and arguments of a function_call.

    [[nodiscard]] bool operator==(const Item&) const = default;

    /// What was said or written: texts and transcripts of all parts, in order, joined with a blank.
    [[nodiscard]] std::string plainText() const;

    /// @thread any but audio
    [[nodiscard]] Json toJson() const;
    /// Never fails: what is missing or of another type stays empty.
    [[nodiscard]] static Item fromJson(const Json& json);

    [[nodiscard]] static Item userText(std::string text);
    /// What the agent is to know beside its instructions.
    [[nodiscard]] static Item systemText(std::string text);
    /// A picture, with a line below it if there is one. `url` is a data URI of a PNG or JPEG (see `imageUrl`), `detail`
    /// auto, low or high.
    [[nodiscard]] static Item userImage(std::string url, std::string text = {}, std::string detail = "auto");
};

/// The data URI of a picture's bytes; `mediaType` is image/png or image/jpeg.
/// @thread any but audio
[[nodiscard]] std::string imageUrl(std::span<const std::uint8_t> bytes, std::string_view mediaType);

} // namespace parley::wire
