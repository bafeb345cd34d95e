// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/TranscriptText.h"

#include "Audio/Pcm16.h"
#include "Service/TranscriptUsage.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>

namespace parley::service
{
namespace
{

constexpr std::size_t wordsPerCaption = 7;

std::string clockTime(double seconds, char beforeMs)
{
    const auto ms = static_cast<std::int64_t>(std::llround(seconds * 1000.0));
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d%c%03d", static_cast<int>(ms / 3600000),
                  static_cast<int>(ms / 60000 % 60), static_cast<int>(ms / 1000 % 60), beforeMs,
                  static_cast<int>(ms % 1000));
    return text;
}

/// Calls `tell` with the words of each caption.
template <typename Tell>
void forEachCaption(const RecordingTranscript& transcript, Tell tell)
{
    for (const auto& segment : transcript.segments)
        for (std::size_t first = 0; first < segment.words.size(); first += wordsPerCaption)
            tell(std::span(segment.words).subspan(first, std::min(wordsPerCaption, segment.words.size() - first)));
}

std::string captionText(std::span<const TimedWord> words)
{
    return textOf({words.begin(), words.end()});
}

/// To the millisecond, so that the JSON has no tail of digits.
double rounded(double seconds)
{
    return std::round(seconds * 1000.0) / 1000.0;
}

Json segmentJson(const TranscriptSegment& segment, std::size_t id, double temperature)
{
    return {{"id", id},
            {"seek", static_cast<std::int64_t>(segment.startSeconds() * 100.0)},
            {"start", rounded(segment.startSeconds())},
            {"end", rounded(segment.endSeconds())},
            {"text", textOf(segment.words)},
            {"tokens", Json::array()},
            {"temperature", temperature},
            {"avg_logprob", 0.0},
            {"compression_ratio", 1.0},
            {"no_speech_prob", 0.0}};
}

} // namespace

double RecordingTranscript::durationSeconds() const
{
    return static_cast<double>(samples) / audio::wireSampleRate;
}

std::string RecordingTranscript::text() const
{
    std::string all;
    for (const auto& segment : segments)
        all += (all.empty() ? "" : " ") + textOf(segment.words);
    return all;
}

std::string toSrt(const RecordingTranscript& transcript)
{
    std::string text;
    int number = 0;
    forEachCaption(transcript,
                   [&](std::span<const TimedWord> words)
                   {
                       text += std::to_string(++number) + "\n" + clockTime(words.front().startSeconds, ',') + " --> " +
                               clockTime(words.back().endSeconds, ',') + "\n" + captionText(words) + "\n\n";
                   });
    return text;
}

std::string toVtt(const RecordingTranscript& transcript)
{
    std::string text = "WEBVTT\n\n";
    forEachCaption(transcript,
                   [&](std::span<const TimedWord> words)
                   {
                       text += clockTime(words.front().startSeconds, '.') + " --> " +
                               clockTime(words.back().endSeconds, '.') + "\n" + captionText(words) + "\n\n";
                   });
    return text;
}

Json toJson(const RecordingTranscript& transcript, std::string_view model)
{
    const auto text = transcript.text();
    return {{"text", text}, {"usage", transcriptUsage(model, transcript.samples, text)}};
}

Json toDiarizedJson(const RecordingTranscript& transcript, std::string_view model)
{
    auto json = toJson(transcript, model);
    json["task"] = "transcribe";
    json["duration"] = rounded(transcript.durationSeconds());
    auto& segments = json["segments"] = Json::array();
    for (const auto& segment : transcript.segments)
        segments.push_back(toSpeakerSegment(segment, segments.size()));
    return json;
}

Json toSpeakerSegment(const TranscriptSegment& segment, std::size_t number)
{
    return {{"type", "transcript.text.segment"},
            {"id", "seg_" + std::to_string(number)},
            {"start", rounded(segment.startSeconds())},
            {"end", rounded(segment.endSeconds())},
            {"text", textOf(segment.words)},
            {"speaker", "A"}};
}

Json toVerboseJson(const RecordingTranscript& transcript, double temperature, bool withWords, bool withSegments)
{
    Json json = {{"task", "transcribe"},
                 {"language", "english"},
                 {"duration", rounded(transcript.durationSeconds())},
                 {"text", transcript.text()},
                 {"usage", durationUsage(transcript.samples)}};
    auto words = Json::array();
    auto segments = Json::array();
    for (const auto& segment : transcript.segments)
    {
        segments.push_back(segmentJson(segment, segments.size(), temperature));
        for (const auto& word : segment.words)
            words.push_back(
                {{"word", word.text}, {"start", rounded(word.startSeconds)}, {"end", rounded(word.endSeconds)}});
    }
    if (withWords)
        json["words"] = std::move(words);
    if (withSegments)
        json["segments"] = std::move(segments);
    return json;
}

} // namespace parley::service
