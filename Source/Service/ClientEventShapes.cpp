// SPDX-License-Identifier: Apache-2.0
#include "Service/ClientEventShapes.h"

#include <utility>

namespace parley::service
{
namespace
{

using Kind = Shape::Kind;
using Fields = std::map<std::string, Shape>;

const Shape text = Shape::of(Kind::string);
const Shape flag = Shape::of(Kind::boolean);
const Shape anyObject = Shape::of(Kind::object);

Shape oneOf(std::vector<std::string> values)
{
    auto shape = text;
    shape.values = std::move(values);
    return shape;
}

Shape formed(bool (*isMet)(std::string_view), std::string_view fault)
{
    auto shape = text;
    shape.form = Shape::Form{isMet, fault};
    return shape;
}

/// Observed: ids of items and calls have at most 32 characters, names of functions at most 64.
const Shape callId = Shape::identifier(32);
const Shape functionName = Shape::identifier(64);

/// An empty one is as good as none.
Shape itemId()
{
    auto shape = callId;
    shape.alternatives = {""};
    return shape;
}

Shape number(Kind kind, double minimum, double maximum)
{
    auto shape = Shape::of(kind);
    shape.minimum = minimum;
    shape.maximum = maximum;
    return shape;
}

Shape object(Fields fields)
{
    auto shape = anyObject;
    shape.fields = std::move(fields);
    return shape;
}

Shape chosenBy(std::string selector, std::map<std::string, Shape> variants)
{
    auto shape = anyObject;
    shape.selector = std::move(selector);
    shape.variants = std::move(variants);
    return shape;
}

/// Schema: RealtimeAudioFormats.
Shape audioFormat()
{
    return chosenBy("type", {{"audio/pcm", object({{"type", text}, {"rate", number(Kind::integer, 24000, 24000)}})},
                             {"audio/pcmu", object({{"type", text}})},
                             {"audio/pcma", object({{"type", text}})}});
}

Shape turnDetection()
{
    const auto milliseconds = number(Kind::integer, 0, 60000);
    return chosenBy("type", {{"server_vad", object({{"type", text},
                                                    {"threshold", number(Kind::number, 0, 1)},
                                                    {"prefix_padding_ms", milliseconds},
                                                    {"silence_duration_ms", milliseconds},
                                                    {"idle_timeout_ms", number(Kind::integer, 5000, 30000).nullable()},
                                                    {"create_response", flag},
                                                    {"interrupt_response", flag}})},
                             {"semantic_vad", object({{"type", text},
                                                      {"eagerness", oneOf({"low", "medium", "high", "auto"})},
                                                      {"create_response", flag},
                                                      {"interrupt_response", flag}})}})
        .nullable();
}

Shape transcription()
{
    return object({{"model", text},
                   {"language", text},
                   {"languages", Shape::arrayOf(text)},
                   {"keywords", Shape::arrayOf(text)},
                   {"prompt", text},
                   {"delay", oneOf({"minimal", "low", "medium", "high", "xhigh"})}})
        .nullable();
}

Shape voice()
{
    auto shape = object({{"id", text.required()}});
    shape.acceptsString = true;
    return shape;
}

Shape audioOfSession()
{
    const auto noiseReduction = object({{"type", oneOf({"near_field", "far_field"}).required()}}).nullable();
    return object(
        {{"input", object({{"format", audioFormat()},
                           {"transcription", transcription()},
                           {"noise_reduction", noiseReduction},
                           {"turn_detection", turnDetection()}})},
         {"output",
          object({{"format", audioFormat()}, {"voice", voice()}, {"speed", number(Kind::number, 0.25, 1.5)}})}});
}

Shape outputModalities()
{
    return Shape::arrayOf(oneOf({"text", "audio"}));
}

/// Schema: RealtimeFunctionTool and MCPTool.
Shape tool()
{
    const auto function =
        object({{"type", text}, {"name", functionName.required()}, {"description", text}, {"parameters", anyObject}});
    const auto anything = Shape::of(Kind::any);
    const auto server = object({{"type", text},
                                {"server_label", text.required()},
                                {"server_url", text},
                                {"connector_id", text},
                                {"tunnel_id", text},
                                {"authorization", text},
                                {"server_description", text},
                                {"headers", anyObject.nullable()},
                                {"allowed_tools", anything},
                                {"allowed_callers", anything},
                                {"require_approval", anything},
                                {"defer_loading", flag}});
    return chosenBy("type", {{"function", function}, {"mcp", server}});
}

/// Schema: ToolChoiceOptions, ToolChoiceFunction and ToolChoiceMCP.
Shape toolChoice()
{
    auto shape = chosenBy(
        "type", {{"function", object({{"type", text}, {"name", text.required()}})},
                 {"mcp", object({{"type", text}, {"server_label", text.required()}, {"name", text.nullable()}})}});
    shape.alternatives = {"none", "auto", "required"};
    return shape;
}

/// Schema: Metadata. The lengths of its names and values are looked at where it is read.
Shape metadata()
{
    auto shape = anyObject;
    shape.longest = 16;
    return shape.nullable();
}

/// What a session and a response have in common.
Fields storedFields()
{
    auto maxOutputTokens = number(Kind::integer, 1, 4096);
    maxOutputTokens.alternatives = {"inf"};
    return {{"tools", Shape::arrayOf(tool())},      {"tool_choice", toolChoice()},
            {"parallel_tool_calls", flag},          {"reasoning", anyObject.nullable()},
            {"max_output_tokens", maxOutputTokens}, {"prompt", anyObject.nullable()}};
}

/// Schema: RealtimeTruncation.
Shape truncation()
{
    const auto limits = object({{"post_instructions", number(Kind::integer, 0, 1e15)}});
    auto shape =
        chosenBy("type", {{"retention_ratio", object({{"type", text},
                                                      {"retention_ratio", number(Kind::number, 0, 1).required()},
                                                      {"token_limits", limits}})}});
    shape.alternatives = {"auto", "disabled"};
    return shape;
}

/// Schema: RealtimeTranscriptionSessionCreateRequestGA.
Shape transcriptionSession()
{
    auto audio = audioOfSession();
    audio.fields.erase("output");
    return object({{"type", text.required()}, {"audio", audio}, {"include", Shape::arrayOf(text).nullable()}});
}

Shape realtimeSession()
{
    auto tracing = anyObject;
    tracing.alternatives = {"auto"};
    auto fields = storedFields();
    fields.merge(Fields{{"type", oneOf({"realtime"}).required()},
                        {"model", text},
                        {"instructions", text},
                        {"output_modalities", outputModalities()},
                        {"audio", audioOfSession()},
                        {"include", Shape::arrayOf(text).nullable()},
                        {"tracing", tracing.nullable()},
                        {"truncation", truncation()}});
    return object(std::move(fields));
}

Shape session()
{
    return chosenBy("type", {{"realtime", realtimeSession()}, {"transcription", transcriptionSession()}});
}

Shape message(std::map<std::string, Shape> parts)
{
    return object({{"id", itemId()},
                   {"object", text},
                   {"type", text},
                   {"status", oneOf({"completed", "incomplete", "in_progress"})},
                   {"role", text},
                   {"content", Shape::arrayOf(chosenBy("type", std::move(parts))).required()}});
}

/// Schema: RealtimeConversationItemMessageUser, image_url and detail.
Shape imagePart()
{
    const auto isPicture = [](std::string_view url)
    { return url.starts_with("data:image/png;base64,") || url.starts_with("data:image/jpeg;base64,"); };
    const auto url = formed(isPicture, ". Expected a base64-encoded data URL of a PNG or JPEG image (e.g. "
                                       "'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=').");
    return object({{"type", text}, {"image_url", url.required()}, {"detail", oneOf({"auto", "low", "high"})}});
}

/// Schema: RealtimeClientEventConversationItemCreate; it cannot populate assistant audio.
Shape spokenPart()
{
    const auto isAllowed = [](std::string_view) { return false; };
    const auto audio = formed(isAllowed, ": a client cannot populate assistant audio. Send its words alone, as "
                                         "'transcript' or as a part 'output_text'.");
    return object({{"type", text}, {"audio", audio}, {"transcript", text}});
}

/// Schema: RealtimeConversationItem, without the MCP kinds.
Fields itemVariants()
{
    const auto kind = std::pair<const std::string, Shape>("type", text);
    const auto textPart = object({kind, {"text", text.required()}});
    const auto audioPart = object({kind, {"audio", text.required()}, {"transcript", text.nullable()}});
    const auto messages = chosenBy(
        "role",
        {{"user", message({{"input_text", textPart}, {"input_audio", audioPart}, {"input_image", imagePart()}})},
         {"system", message({{"input_text", textPart}})},
         {"assistant", message({{"output_text", textPart}, {"output_audio", spokenPart()}})}});
    const Fields common = {{"id", itemId()}, {"object", text}, {"type", text}, {"status", text}};
    Fields call = common;
    call.merge(Fields{{"call_id", callId}, {"name", functionName.required()}, {"arguments", text.required()}});
    Fields output = common;
    output.merge(Fields{{"call_id", callId.required()}, {"output", text.required()}});
    return {{"message", messages}, {"function_call", object(call)}, {"function_call_output", object(output)}};
}

Shape response()
{
    auto inputs = itemVariants();
    inputs.emplace("item_reference", object({{"type", text}, {"id", text.required()}}));
    auto fields = storedFields();
    const auto output = object({{"format", audioFormat()}, {"voice", voice()}});
    fields.merge(Fields{{"output_modalities", outputModalities()},
                        {"instructions", text},
                        {"audio", object({{"output", output}})},
                        {"conversation", oneOf({"auto", "none"})},
                        {"metadata", metadata()},
                        {"input", Shape::arrayOf(chosenBy("type", inputs))}});
    return object(std::move(fields));
}

Shape event(Fields fields = {})
{
    fields.emplace("type", text);
    fields.emplace("event_id", text.nullable());
    return object(std::move(fields));
}

std::map<std::string, Shape> makeShapes()
{
    const auto append = event({{"audio", text.required()}});
    const auto named = event({{"item_id", text.required()}});
    const auto offset = number(Kind::integer, 0, 1e15).required();
    return {{"session.update", event({{"session", session().required()}})},
            {"session.close", event()},
            {"input_audio_buffer.append", append},
            {"session.input_audio_buffer.append", append},
            {"input_audio_buffer.commit", event()},
            {"input_audio_buffer.clear", event()},
            {"conversation.item.create",
             event({{"previous_item_id", text.nullable()}, {"item", chosenBy("type", itemVariants()).required()}})},
            {"conversation.item.truncate", event({{"item_id", text.required()},
                                                  {"content_index", number(Kind::integer, 0, 1e6).required()},
                                                  {"audio_end_ms", offset}})},
            {"conversation.item.delete", named},
            {"conversation.item.retrieve", named},
            {"response.create", event({{"response", response().nullable()}})},
            {"response.cancel", event({{"response_id", text}})}};
}

} // namespace

const std::vector<std::string>& acceptedClientEvents()
{
    static const std::vector<std::string> types = {"session.update",
                                                   "session.close",
                                                   "input_audio_buffer.append",
                                                   "session.input_audio_buffer.append",
                                                   "input_audio_buffer.commit",
                                                   "input_audio_buffer.clear",
                                                   "conversation.item.create",
                                                   "conversation.item.truncate",
                                                   "conversation.item.delete",
                                                   "conversation.item.retrieve",
                                                   "response.create",
                                                   "response.cancel"};
    return types;
}

const std::map<std::string, Shape>& clientEventShapes()
{
    static const auto shapes = makeShapes();
    return shapes;
}

} // namespace parley::service
