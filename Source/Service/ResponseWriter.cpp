// SPDX-License-Identifier: Apache-2.0
#include "Service/ResponseWriter.h"

#include "Audio/Pcm16.h"
#include "Service/Sentences.h"
#include "Service/Tokens.h"

#include <algorithm>
#include <utility>

namespace parley::service
{
namespace
{

/// 100 ms: 4,800 bytes before base64.
constexpr std::size_t samplesPerDelta = 2400;

Json with(Json fields, const Json& more)
{
    fields.update(more);
    return fields;
}

} // namespace

ResponseWriter::ResponseWriter(EventSink& events, Conversation& items, std::string ofConversation, ResponsePlan planned)
    : sink(events)
    , conversation(items)
    , conversationId(std::move(ofConversation))
    , plan(std::move(planned))
    , id(sink.ids.next("resp"))
    , converter(audio::wireSampleRate, wire::sampleRate(plan.format))
{
    sink.send("response.created", {{"response", describe("in_progress")}});
}

Json ResponseWriter::place() const
{
    return {{"response_id", id}, {"item_id", itemId}, {"output_index", output.size()}, {"content_index", 0}};
}

Json ResponseWriter::describe(const std::string& status) const
{
    const Json voice = {{"output", {{"format", wire::toJson(plan.format)}, {"voice", plan.voice}}}};
    return {{"object", "realtime.response"},
            {"id", id},
            {"status", status},
            {"status_details", nullptr},
            {"output", output},
            {"conversation_id", plan.joinsConversation ? Json(conversationId) : Json(nullptr)},
            {"output_modalities", {plan.isSpoken ? "audio" : "text"}},
            {"max_output_tokens", plan.maxOutputTokens},
            {"audio", voice},
            {"usage", nullptr},
            {"metadata", plan.metadata}};
}

Json ResponseWriter::item(const std::string& status) const
{
    auto content = Json::array();
    if (status != "in_progress" && plan.isSpoken)
        content.push_back({{"type", "output_audio"}, {"transcript", written}});
    else if (status != "in_progress")
        content.push_back({{"type", "output_text"}, {"text", written}});
    return {{"id", itemId},     {"object", "realtime.item"}, {"type", "message"},
            {"status", status}, {"role", "assistant"},       {"content", content}};
}

void ResponseWriter::beginItem()
{
    itemId = sink.ids.next("item");
    announce(item("in_progress"));
    const Json part =
        plan.isSpoken ? Json{{"type", "audio"}, {"transcript", ""}} : Json{{"type", "text"}, {"text", ""}};
    sink.send("response.content_part.added", with(place(), {{"part", part}}));
}

void ResponseWriter::write(const std::string& text, std::span<const std::int16_t> speech)
{
    const auto words = splitWords(text, mostDeltas);
    const auto chunks = plan.isSpoken ? (speech.size() + samplesPerDelta - 1) / samplesPerDelta : 0;
    std::size_t spoken = 0;
    const auto speakTo = [&](std::size_t due)
    {
        for (; spoken < due; ++spoken)
        {
            const auto first = spoken * samplesPerDelta;
            writeAudio(speech.subspan(first, std::min(samplesPerDelta, speech.size() - first)));
        }
    };
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        writeWord(words[i]);
        speakTo(chunks * (i + 1) / words.size());
    }
    speakTo(chunks);
}

void ResponseWriter::writeWord(const std::string& word)
{
    written += word;
    sink.send(plan.isSpoken ? "response.output_audio_transcript.delta" : "response.output_text.delta",
              with(place(), {{"delta", word}, {"obfuscation", sink.ids.padding()}}));
}

void ResponseWriter::writeAudio(std::span<const std::int16_t> chunk)
{
    samples += static_cast<std::int64_t>(chunk.size());
    sendAudio(converter.process(chunk));
    if (plan.joinsConversation)
        conversation.noteSpoken(itemId, samples);
}

void ResponseWriter::sendAudio(std::span<const std::int16_t> converted)
{
    if (converted.empty())
        return;
    std::string base64;
    wire::appendBase64(plan.format, converted, base64);
    sink.send("response.output_audio.delta", with(place(), {{"delta", std::move(base64)}}));
}

void ResponseWriter::closeItem(bool isComplete)
{
    const auto part =
        plan.isSpoken ? Json{{"type", "audio"}, {"transcript", written}} : Json{{"type", "text"}, {"text", written}};
    if (plan.isSpoken)
    {
        sendAudio(converter.finish());
        sink.send("response.output_audio.done", place());
        sink.send("response.output_audio_transcript.done", with(place(), {{"transcript", written}}));
    }
    else
        sink.send("response.output_text.done", with(place(), {{"text", written}}));
    sink.send("response.content_part.done", with(place(), {{"part", part}}));
    conclude(item(isComplete ? "completed" : "incomplete"));
}

void ResponseWriter::endItem()
{
    closeItem(true);
    itemId.clear();
}

void ResponseWriter::announce(const Json& announced)
{
    sink.send("response.output_item.added",
              {{"response_id", id}, {"output_index", output.size()}, {"item", announced}});
    if (!plan.joinsConversation)
        return;
    const auto previous = conversation.lastId();
    ConversationItem entry;
    entry.json = announced;
    entry.isBeingSpoken = plan.isSpoken && announced.at("type") == "message";
    conversation.add(std::move(entry));
    sink.send("conversation.item.added", {{"previous_item_id", previous}, {"item", announced}});
}

void ResponseWriter::conclude(Json finished)
{
    const auto finishedId = finished.at("id").get<std::string>();
    if (plan.joinsConversation && conversation.find(finishedId) != nullptr)
    {
        const auto previous = conversation.previousOf(finishedId);
        finished = conversation.conclude(std::move(finished), samples);
        sink.send("conversation.item.done", {{"previous_item_id", previous}, {"item", finished}});
    }
    sink.send("response.output_item.done", {{"response_id", id}, {"output_index", output.size()}, {"item", finished}});
    output.push_back(std::move(finished));
}

void ResponseWriter::writeCall(const FunctionCall& call, bool isComplete)
{
    const auto callId = sink.ids.next("call");
    const auto callItem = sink.ids.next("item");
    const auto described = [&](const char* status, const std::string& arguments) -> Json
    {
        return {{"id", callItem},    {"object", "realtime.item"}, {"type", "function_call"}, {"status", status},
                {"call_id", callId}, {"name", call.name},         {"arguments", arguments}};
    };
    announce(described("in_progress", ""));
    const Json where = {
        {"response_id", id}, {"item_id", callItem}, {"output_index", output.size()}, {"call_id", callId}};
    sink.send("response.function_call_arguments.delta", with(where, {{"delta", call.arguments}}));
    sink.send("response.function_call_arguments.done",
              with(where, {{"name", call.name}, {"arguments", call.arguments}}));
    callBytes += call.name.size() + call.arguments.size();
    conclude(described(isComplete ? "completed" : "incomplete", call.arguments));
}

void ResponseWriter::finish(const ResponseEnding& ending, const InputTokens& input)
{
    if (!itemId.empty())
        closeItem(ending.status == "completed");
    auto response = describe(ending.status);
    response["usage"] = usage(input);
    if (ending.status == "cancelled" || ending.status == "incomplete")
        response["status_details"] = {{"type", ending.status}, {"reason", ending.reason}};
    if (ending.status == "failed")
        response["status_details"] = {
            {"type", "failed"},
            {"error", {{"type", "server_error"}, {"code", ending.reason}, {"message", ending.message}}}};
    sink.send("response.done", {{"response", std::move(response)}});
}

std::int64_t ResponseWriter::outputTokens() const
{
    return textTokens(written.size() + callBytes) + spokenTokens(samples);
}

Json ResponseWriter::usage(const InputTokens& input) const
{
    const auto text = textTokens(written.size() + callBytes);
    const auto speech = spokenTokens(samples);
    const Json none = {{"text_tokens", 0}, {"audio_tokens", 0}, {"image_tokens", 0}};
    return {{"total_tokens", input.text + input.audio + text + speech},
            {"input_tokens", input.text + input.audio},
            {"output_tokens", text + speech},
            {"input_token_details",
             {{"text_tokens", input.text},
              {"audio_tokens", input.audio},
              {"image_tokens", 0},
              {"cached_tokens", 0},
              {"cached_tokens_details", none}}},
            {"output_token_details", {{"text_tokens", text}, {"audio_tokens", speech}}}};
}

} // namespace parley::service
