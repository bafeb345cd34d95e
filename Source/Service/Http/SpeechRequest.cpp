// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/SpeechRequest.h"

#include "Service/Http/JsonBody.h"
#include "Service/Http/Models.h"
#include "Service/SessionSettings.h"
#include "Service/Shape.h"

#include <algorithm>
#include <optional>

namespace parley::service
{
namespace
{

/// Schema: CreateSpeechRequest, input and instructions.
constexpr std::ptrdiff_t longestText = 4096;

Shape bodyShape()
{
    const auto text = Shape::of(Shape::Kind::string);
    auto voice = Shape::of(Shape::Kind::object);
    voice.fields = {{"id", text.required()}};
    voice.acceptsString = true;
    auto speed = Shape::of(Shape::Kind::number);
    speed.minimum = 0.25;
    speed.maximum = 4.0;
    auto streamFormat = text;
    streamFormat.values = {"sse", "audio"};
    auto body = Shape::of(Shape::Kind::object);
    body.fields = {{"model", text.required()},        {"input", text.required()}, {"voice", voice.required()},
                   {"instructions", text.nullable()}, {"response_format", text},  {"speed", speed},
                   {"stream_format", streamFormat}};
    return body;
}

std::optional<Rejection> findFaultInLength(const Json& body, const char* name)
{
    const auto text = body.value(name, Json(""));
    const auto& bytes = text.is_string() ? text.get_ref<const std::string&>() : std::string();
    const auto characters =
        std::ranges::count_if(bytes, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    if (characters <= longestText)
        return std::nullopt;
    return Rejection{"string_above_max_length",
                     "Invalid '" + std::string(name) + "': string too long. Expected a string with maximum length " +
                         std::to_string(longestText) + ", but got a string with length " + std::to_string(characters) +
                         " instead.",
                     name};
}

std::optional<Rejection> findFaultInFormat(const std::string& format)
{
    if (format == "wav" || format == "pcm")
        return std::nullopt;
    return Rejection{"invalid_value",
                     "This service does not make '" + format.substr(0, 40) +
                         "': set response_format to 'wav' or 'pcm' (24 kHz, 16 bits, mono).",
                     "response_format"};
}

std::optional<Rejection> findFaultInBody(const Json& body)
{
    static const auto shape = bodyShape();
    if (auto fault = findFault(body, shape, ""))
        return fault;
    for (const auto* name : {"input", "instructions"})
        if (auto fault = findFaultInLength(body, name))
            return fault;
    if (body.at("input").get_ref<const std::string&>().empty())
        return Rejection{"string_below_min_length", "Invalid 'input': there is nothing to say.", "input"};
    return findFaultInFormat(body.value("response_format", std::string("mp3")));
}

} // namespace

std::variant<SpeechRequest, PlainAnswer> readSpeechRequest(const EndpointRequest& request)
{
    const auto body = readJsonBody(request.body);
    if (const auto* fault = std::get_if<Rejection>(&body))
        return refusePlainly(400, *fault);
    const auto& json = std::get<Json>(body);
    if (const auto fault = findFaultInBody(json))
        return refusePlainly(400, *fault);
    if (auto unknown = refuseModel(json.at("model").get<std::string>()))
        return std::move(*unknown);
    SpeechRequest read;
    read.input = json.at("input").get<std::string>();
    read.voice = voiceName(json.at("voice"));
    read.speed = json.value("speed", 1.0);
    read.isWav = json.at("response_format") == "wav";
    read.isEvents = json.value("stream_format", std::string("audio")) == "sse";
    return read;
}

} // namespace parley::service
