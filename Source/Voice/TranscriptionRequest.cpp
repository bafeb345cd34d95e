// SPDX-License-Identifier: Apache-2.0
#include "Voice/TranscriptionRequest.h"

#include "Audio/Pcm16.h"

#include <algorithm>
#include <initializer_list>

namespace parley::voice
{
namespace
{

/// Which of OpenAI's models do not take a setting; what is not known takes all.
bool isOneOf(const std::string& model, std::initializer_list<std::string_view> models)
{
    return std::ranges::find(models, std::string_view(model)) != models.end();
}

bool isOfFirstGeneration(const std::string& model)
{
    return isOneOf(model, {"whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe",
                           "gpt-4o-mini-transcribe-2025-12-15", "gpt-4o-transcribe-diarize"});
}

bool takesLogprobs(const SttSettings& settings)
{
    return settings.format == TranscriptFormat::json &&
           !isOneOf(settings.model, {"whisper-1", "gpt-transcribe", "gpt-4o-transcribe-diarize"});
}

bool comesInPieces(const SttSettings& settings)
{
    const bool hasEvents =
        settings.format == TranscriptFormat::json || settings.format == TranscriptFormat::diarizedJson;
    return settings.asksForPieces && hasEvents && settings.model != "whisper-1";
}

template <typename Integer>
void putLittleEndian(std::string& bytes, Integer value, int size)
{
    for (int i = 0; i < size; ++i)
        bytes.push_back(static_cast<char>((static_cast<std::uint32_t>(value) >> (8 * i)) & 0xFFU));
}

} // namespace

std::string_view toString(TranscriptFormat format) noexcept
{
    switch (format)
    {
    case TranscriptFormat::json:
        return "json";
    case TranscriptFormat::text:
        return "text";
    case TranscriptFormat::srt:
        return "srt";
    case TranscriptFormat::verboseJson:
        return "verbose_json";
    case TranscriptFormat::vtt:
        return "vtt";
    case TranscriptFormat::diarizedJson:
        return "diarized_json";
    }
    return "json";
}

std::optional<Error> faultIn(const SttSettings& settings)
{
    if (settings.temperature && !(*settings.temperature >= 0.0 && *settings.temperature <= 1.0))
        return Error{ErrorCode::invalidArgument, "The temperature of a transcription is out of range: choose 0 to 1.",
                     "transcription"};
    return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> transcriptionFields(const SttSettings& settings)
{
    std::vector<std::pair<std::string, std::string>> fields{
        {"model", settings.model}, {"response_format", std::string(toString(settings.format))}};
    if (!settings.language.empty())
        fields.emplace_back("language", settings.language);
    if (!settings.prompt.empty() && settings.model != "gpt-4o-transcribe-diarize")
        fields.emplace_back("prompt", settings.prompt);
    if (settings.temperature)
        fields.emplace_back("temperature", wire::Json(*settings.temperature).dump());
    if (!isOfFirstGeneration(settings.model))
    {
        for (const auto& language : settings.languages)
            fields.emplace_back("languages[]", language);
        for (const auto& keyword : settings.keywords)
            fields.emplace_back("keywords[]", keyword);
    }
    if (settings.asksForLogprobs && takesLogprobs(settings))
        fields.emplace_back("include[]", "logprobs");
    if (settings.model == "gpt-4o-transcribe-diarize")
        fields.emplace_back("chunking_strategy", "auto");
    if (comesInPieces(settings))
        fields.emplace_back("stream", "true");
    return fields;
}

wire::SessionConfig transcriptionSession(const SttSettings& settings)
{
    wire::Transcription transcription;
    transcription.model = settings.model;
    if (!settings.language.empty())
        transcription.language = settings.language;
    if (!settings.prompt.empty())
        transcription.prompt = settings.prompt;
    if (!isOfFirstGeneration(settings.model))
    {
        transcription.languages = settings.languages;
        transcription.keywords = settings.keywords;
    }
    wire::SessionConfig session;
    session.kind = wire::SessionKind::transcription;
    session.transcription = transcription;
    session.turnDetection = settings.turnDetection;
    if (!session.turnDetection)
        session.turnDetection = wire::TurnDetection(wire::SemanticVad{});
    session.noiseReduction = settings.noiseReduction;
    if (settings.asksForLogprobs && takesLogprobs(settings))
        session.include = std::vector<std::string>{"item.input_audio_transcription.logprobs"};
    return session;
}

std::string wavFile(const std::vector<std::int16_t>& samples)
{
    constexpr int headerBytes = 36; // Of the RIFF chunk, behind its own size and before the samples.
    const auto dataBytes = samples.size() * 2;
    std::string file = "RIFF";
    file.reserve(dataBytes + 44);
    putLittleEndian(file, dataBytes + headerBytes, 4);
    file += "WAVEfmt ";
    putLittleEndian(file, 16, 4);
    putLittleEndian(file, 1, 2); // PCM
    putLittleEndian(file, 1, 2); // mono
    putLittleEndian(file, audio::wireSampleRate, 4);
    putLittleEndian(file, audio::wireSampleRate * 2, 4);
    putLittleEndian(file, 2, 2);
    putLittleEndian(file, 16, 2);
    file += "data";
    putLittleEndian(file, dataBytes, 4);
    for (const auto sample : samples)
        putLittleEndian(file, static_cast<std::uint16_t>(sample), 2);
    return file;
}

} // namespace parley::voice
