// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConversationJson.h"

#include <cmath>
#include <optional>
#include <string_view>

namespace parley::host
{

namespace
{

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t longestText = 500;

double rounded(double ms)
{
    return std::round(ms * 100) / 100;
}

bool isPlain(const Json& value)
{
    return value.is_boolean() || value.is_number() ||
           (value.is_string() && value.get_ref<const std::string&>().size() <= longestText);
}

void addPlainFields(const Json& from, OrderedJson& to)
{
    for (const auto& [name, value] : from.items())
        if (isPlain(value))
            to[name] = value;
}

OrderedJson eventJson(const RecordedEvent& event)
{
    OrderedJson json{{"ms", rounded(event.ms)}, {"from", toString(event.from)}, {"type", event.type()}};
    auto small = event.event;
    if (const auto bytes = event.audioBytes(); bytes > 0)
    {
        small.erase(event.isOutputAudio() ? "delta" : "audio");
        json["audio_bytes"] = bytes;
    }
    addPlainFields(small, json);
    for (const auto* name : {"item", "response", "error", "capture_to_wire_ms"})
        if (const auto found = small.find(name); found != small.end() && found->is_object())
            addPlainFields(*found, json[name] = OrderedJson::object());
    return json;
}

OrderedJson timeJson(const std::optional<double>& ms)
{
    return ms ? OrderedJson(rounded(*ms)) : OrderedJson(nullptr);
}

OrderedJson turnJson(const Turn& turn)
{
    const bool isUser = turn.role == TurnRole::user;
    OrderedJson json{{"role", isUser ? "user" : "assistant"},
                     {"transcript", turn.transcript},
                     {"start_ms", timeJson(turn.startMs)},
                     {"end_ms", timeJson(turn.endMs)},
                     {isUser ? "item_id" : "response_id", turn.id}};
    if (turn.wasInterrupted)
        json["interrupted"] = true;
    return json;
}

OrderedJson spreadJson(const std::optional<Spread>& spread)
{
    if (!spread)
        return nullptr;
    return {{"count", spread->count}, {"median", rounded(spread->medianMs)}, {"max", rounded(spread->maxMs)}};
}

OrderedJson latencyJson(const Latency& latency)
{
    auto answers = OrderedJson::array();
    for (const auto& answer : latency.answers)
        answers.push_back({{"end_of_speech_ms", rounded(answer.endOfSpeechMs)},
                           {"first_audible_ms", rounded(answer.firstAudibleMs)},
                           {"first_word_ms", timeJson(answer.firstWordMs)}});
    return {{"end_of_speech_to_first_audible_ms", spreadJson(latency.endOfSpeechToAudible)},
            {"end_of_speech_to_first_word_ms", spreadJson(latency.endOfSpeechToWord)},
            {"capture_to_wire_ms", spreadJson(latency.captureToWire)},
            {"wire_to_output_ms", spreadJson(latency.wireToOutput)},
            {"answers", answers}};
}

} // namespace

OrderedJson conversationJson(const RunReport& report)
{
    OrderedJson json{{"plugin", report.plugin},
                     {"input", report.input},
                     {"rate", report.take.sampleRate},
                     {"block", report.block},
                     {"channels", report.channels}};
    if (!report.failure.empty())
        json["failure"] = report.failure;
    json["late_blocks"] = report.lateBlocks;
    auto& events = json["events"] = OrderedJson::array();
    for (const auto& event : report.events)
        events.push_back(eventJson(event));
    auto& turns = json["turns"] = OrderedJson::array();
    for (const auto& turn : report.turns)
        turns.push_back(turnJson(turn));
    json["latency"] = latencyJson(report.latency);
    return json;
}

} // namespace parley::host
