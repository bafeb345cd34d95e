// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/TranscriptionRequest.h"

#include "Audio/Pcm16.h"
#include "Service/Http/Models.h"
#include "Service/Http/MultipartForm.h"
#include "Service/LikelyPhrases.h"
#include "Service/SpokenWords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace parley::service
{
namespace
{

using Fault = std::optional<Rejection>;

/// Whether its value changes nothing here. Objects and lists come in parts such as `chunking_strategy[type]`.
bool isIgnored(std::string_view name)
{
    constexpr std::array<std::string_view, 5> fields = {"languages", "include", "chunking_strategy",
                                                        "known_speaker_names", "known_speaker_references"};
    return std::ranges::count(fields, name.substr(0, name.find('['))) > 0;
}

Rejection wrongValue(const FormPart& part, const std::string& accepted)
{
    return {"invalid_value",
            "Invalid value: '" + std::string(part.content.substr(0, 200)) + "'. Supported values are: " + accepted +
                ".",
            part.name};
}

bool endsWith(const FormPart& part, std::string_view ending)
{
    return part.fileName.has_value() && lowerCase(*part.fileName).ends_with(ending);
}

/// The rate in "audio/pcm;rate=16000"; the wire's without one; 0 when it is none.
int rawRate(const std::string& contentType)
{
    const auto place = contentType.find("rate=");
    if (place == std::string::npos)
        return audio::wireSampleRate;
    int rate = 0;
    const auto* digits = contentType.data() + place + 5;
    std::from_chars(digits, contentType.data() + contentType.size(), rate);
    return rate;
}

Fault readFile(const FormPart& part, TranscriptionRequest& request)
{
    const bool isRaw =
        endsWith(part, ".pcm") || endsWith(part, ".raw") || lowerCase(part.contentType).starts_with("audio/pcm");
    if (!isRaw && !part.content.starts_with("RIFF"))
        return Rejection{"invalid_value",
                         "Invalid file format. Supported formats: ['wav', 'pcm'] (pcm: 16-bit little-endian mono at "
                         "24 kHz, or Content-Type audio/pcm;rate=N).",
                         "file"};
    if (isRaw)
        request.file.rawSampleRate = rawRate(part.contentType);
    if (isRaw && request.file.rawSampleRate <= 0)
        return Rejection{"invalid_value", "The rate in the file's Content-Type is no number of samples a second.",
                         "file"};
    request.file.bytes = part.content;
    return std::nullopt;
}

Fault readFormat(const FormPart& part, TranscriptionRequest& request)
{
    constexpr std::array<std::string_view, 6> names = {"json", "text", "srt", "verbose_json", "vtt", "diarized_json"};
    const auto found = std::ranges::find(names, part.content);
    if (found == names.end())
        return wrongValue(part, "'json', 'text', 'srt', 'verbose_json', 'vtt', and 'diarized_json'");
    request.format = static_cast<TranscriptFormat>(found - names.begin());
    return std::nullopt;
}

Fault readLanguage(const FormPart& part, TranscriptionRequest&)
{
    const auto language = lowerCase(part.content);
    if (language.empty() || language == "en" || language.starts_with("en-") || language == "english")
        return std::nullopt;
    return Rejection{"unsupported_language",
                     "Language '" + language.substr(0, 40) + "' is not supported: this service understands English.",
                     "language"};
}

Fault readTemperature(const FormPart& part, TranscriptionRequest& request)
{
    const auto* end = part.content.data() + part.content.size();
    const auto read = std::from_chars(part.content.data(), end, request.temperature);
    if (read.ec == std::errc() && read.ptr == end && request.temperature >= 0.0 && request.temperature <= 1.0)
        return std::nullopt;
    return wrongValue(part, "numbers from 0 to 1");
}

Fault readGranularity(const FormPart& part, bool isFirst, TranscriptionRequest& request)
{
    if (isFirst)
        request.wantsSegments = false;
    if (part.content == "word")
        request.wantsWords = true;
    else if (part.content == "segment")
        request.wantsSegments = true;
    else
        return wrongValue(part, "'word' and 'segment'");
    return std::nullopt;
}

Fault readStream(const FormPart& part, TranscriptionRequest& request)
{
    const auto value = lowerCase(part.content);
    request.isStreamed = value == "true" || value == "1";
    if (request.isStreamed || value.empty() || value == "false" || value == "0" || value == "null")
        return std::nullopt;
    return wrongValue(part, "'true' and 'false'");
}

Fault readPart(const FormPart& part, bool isFirst, TranscriptionRequest& request)
{
    using Reader = Fault (*)(const FormPart&, TranscriptionRequest&);
    static const std::map<std::string, Reader, std::less<>> readers = {{"file", readFile},
                                                                       {"response_format", readFormat},
                                                                       {"language", readLanguage},
                                                                       {"temperature", readTemperature},
                                                                       {"stream", readStream}};
    if (const auto reader = readers.find(part.name); reader != readers.end())
        return reader->second(part, request);
    if (part.name == "timestamp_granularities[]" || part.name == "timestamp_granularities")
        return readGranularity(part, isFirst, request);
    if (part.name == "model")
        request.model = part.content;
    else if (part.name == "prompt" || part.name == "keywords" || part.name == "keywords[]")
        addPhrases(request.phrases, phrasesInPrompt(part.content));
    else if (!isIgnored(part.name))
        return Rejection{"unknown_parameter", "Unknown parameter: '" + part.name.substr(0, 200) + "'.",
                         part.name.substr(0, 200)};
    return std::nullopt;
}

Fault findMissing(const TranscriptionRequest& request, const std::set<std::string>& given)
{
    for (const auto* name : {"file", "model"})
        if (!given.contains(name))
            return Rejection{"missing_required_parameter", "Missing required parameter: '" + std::string(name) + "'.",
                             name};
    if (request.wantsWords && request.format != TranscriptFormat::verboseJson)
        return Rejection{"invalid_value", "timestamp_granularities needs response_format 'verbose_json'.",
                         "timestamp_granularities"};
    return std::nullopt;
}

} // namespace

std::variant<TranscriptionRequest, PlainAnswer> readTranscriptionRequest(const EndpointRequest& request)
{
    const auto form = MultipartForm::parse(request.contentType, request.body);
    if (const auto* fault = std::get_if<std::string>(&form))
        return refusePlainly(400, {"", *fault, ""});
    TranscriptionRequest read;
    std::set<std::string> given;
    for (const auto& part : std::get<MultipartForm>(form).parts())
        if (const auto fault = readPart(part, given.insert(part.name).second, read))
            return refusePlainly(400, *fault);
    if (const auto fault = findMissing(read, given))
        return refusePlainly(400, *fault);
    if (auto unknown = refuseModel(read.model))
        return std::move(*unknown);
    if (read.model == "whisper-1")
        read.isStreamed = false;
    return read;
}

} // namespace parley::service
