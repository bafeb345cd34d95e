// SPDX-License-Identifier: Apache-2.0
#include "Wire/ServerEventReader.h"

#include "Wire/Detail/ServerEventFields.h"

#include <simdjson.h>

#include <utility>

namespace parley::wire
{
namespace
{

bool isAudioDelta(std::string_view type)
{
    return type == "response.output_audio.delta" || type == "response.audio.delta";
}

/// The fields of a frame, in any order. At the first fault in its structure simdjson gives the frame up and must not be
/// asked again: from then on there is no field.
class Fields
{
public:
    [[nodiscard]] bool open(simdjson::ondemand::parser& parser, std::string& padded)
    {
        return parser.iterate(padded.data(), padded.size(), padded.capacity()).get(document) == simdjson::SUCCESS &&
               document.get_object().get(object) == simdjson::SUCCESS;
    }

    [[nodiscard]] simdjson::simdjson_result<simdjson::ondemand::value> field(const char* name)
    {
        if (!document.is_alive())
            return simdjson::NO_SUCH_FIELD;
        return object.find_field_unordered(name);
    }

    [[nodiscard]] std::string_view text(const char* name)
    {
        std::string_view found;
        return field(name).get_string().get(found) == simdjson::SUCCESS ? found : std::string_view();
    }

private:
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
};

/// Straight from the frame, for taking the string out of it would cost a second copy. Base64 needs no escapes; where
/// there are some all the same, they are resolved first.
bool decodeSpeech(simdjson::ondemand::value field, AudioFormat format, std::vector<std::int16_t>& samples)
{
    const auto token = field.raw_json_token();
    const auto end = token.rfind('"');
    if (token.starts_with('"') && end > 0 && decodeBase64(format, token.substr(1, end - 1), samples))
        return true;
    std::string_view text;
    return field.get_string().get(text) == simdjson::SUCCESS && decodeBase64(format, text, samples);
}

void readAudioDelta(Fields& fields, AudioFormat format, AudioDelta& delta)
{
    delta.format = format;
    delta.responseId = fields.text("response_id");
    delta.itemId = fields.text("item_id");
    std::int64_t index = 0;
    const bool hasIndex = fields.field("content_index").get_int64().get(index) == simdjson::SUCCESS;
    delta.contentIndex = hasIndex ? indexFrom(index) : 0;
    delta.samples.clear();
    simdjson::ondemand::value speech;
    delta.isDamaged =
        fields.field("delta").get(speech) != simdjson::SUCCESS || !decodeSpeech(speech, format, delta.samples);
}

} // namespace

struct ServerEventReader::State
{
    simdjson::ondemand::parser parser;
    std::string padded;
    AudioDelta spare;

    [[nodiscard]] Result<ServerEvent> read(std::string_view text, AudioFormat speech)
    {
        padded.reserve(text.size() + simdjson::SIMDJSON_PADDING);
        padded.assign(text);
        Fields fields;
        if (!fields.open(parser, padded))
            return notAnEvent("not a JSON object");
        const auto type = fields.text("type");
        if (type.empty())
            return notAnEvent("without a type");
        if (!isAudioDelta(type))
            return readServerEvent(text, std::string(type));
        readAudioDelta(fields, speech, spare);
        return ServerEvent(std::move(spare));
    }
};

ServerEventReader::ServerEventReader()
    : state(std::make_unique<State>())
{
}

ServerEventReader::~ServerEventReader() = default;

Result<ServerEvent> ServerEventReader::read(std::string_view text, AudioFormat speech)
{
    auto event = state->read(text, speech);
    if (text.size() > largestKeptFrame)
        state = std::make_unique<State>();
    return event;
}

void ServerEventReader::reuse(AudioDelta spent) noexcept
{
    if (spent.samples.capacity() <= largestKeptFrame / sizeof(std::int16_t))
        state->spare = std::move(spent);
}

} // namespace parley::wire
