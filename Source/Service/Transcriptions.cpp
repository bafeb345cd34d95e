// SPDX-License-Identifier: Apache-2.0
#include "Service/Transcriptions.h"

#include "Audio/Pcm16.h"
#include "Service/InputSpeech.h"
#include "Service/Sentences.h"
#include "Service/TranscriptUsage.h"

#include <utility>

namespace parley::service
{

namespace
{

/// Schema: AudioTranscription, model; the one that tells who spoke.
constexpr std::string_view segmentingModel = "gpt-4o-transcribe-diarize";

} // namespace

void Transcriptions::request(ConversationItem& item, int contentIndex, std::vector<std::int16_t> samples,
                             std::optional<std::string> model)
{
    const auto count = static_cast<std::int64_t>(samples.size());
    adopt(item, contentIndex, listenAhead(std::move(samples)), count, std::move(model));
}

std::uint64_t Transcriptions::listenAhead(std::vector<std::int16_t> samples)
{
    return sink.run(RecogniseJob{std::move(samples), likely});
}

void Transcriptions::adopt(ConversationItem& item, int contentIndex, std::uint64_t job, std::int64_t count,
                           std::optional<std::string> model)
{
    item.audioSamples += count;
    item.awaitedTranscripts += 1;
    pending[job] = {item.json.at("id").get<std::string>(), contentIndex, count, std::move(model)};
}

std::optional<Rejection> Transcriptions::requestParts(ConversationItem& item, const std::string& path,
                                                      wire::AudioFormat format)
{
    if (item.json.value("role", "") != "user")
        return std::nullopt;
    auto& content = item.json.at("content");
    std::map<int, std::vector<std::int16_t>> heard;
    for (std::size_t i = 0; i < content.size(); ++i)
    {
        if (content[i].at("type") != "input_audio")
            continue;
        const auto where = path + ".content[" + std::to_string(i) + "].audio";
        InputSpeech speech;
        auto samples = speech.read(content[i].at("audio").get_ref<const std::string&>(), format);
        if (!samples.has_value())
            return Rejection{"invalid_value",
                             "Invalid '" + where + "': expected base64 of whole samples in the session's format.",
                             where};
        const auto rest = speech.finish();
        samples->insert(samples->end(), rest.begin(), rest.end());
        heard[static_cast<int>(i)] = std::move(*samples);
    }
    for (auto& [index, samples] : heard)
    {
        auto& part = content[static_cast<std::size_t>(index)];
        part.erase("audio");
        part.emplace("transcript", nullptr);
        request(item, index, std::move(samples), std::nullopt);
    }
    return std::nullopt;
}

void Transcriptions::take(std::uint64_t job, const EngineResult& result, Conversation& conversation,
                          const std::vector<Conversation*>& others)
{
    const auto recognition = std::move(pending.extract(job).mapped());
    enter(recognition, result, conversation);
    for (auto* other : others)
        enter(recognition, result, *other);
    if (recognition.model.has_value())
        tell(recognition, result);
}

void Transcriptions::enter(const Recognition& recognition, const EngineResult& result, Conversation& conversation)
{
    auto* item = conversation.find(recognition.itemId);
    if (item == nullptr)
        return;
    item->awaitedTranscripts -= 1;
    const auto* transcript = std::get_if<Transcript>(&result);
    if (transcript == nullptr)
        return;
    item->heard += (item->heard.empty() ? "" : " ") + transcript->text;
    if (recognition.model.has_value())
        item->json.at("content").at(static_cast<std::size_t>(recognition.contentIndex))["transcript"] =
            transcript->text;
}

void Transcriptions::tell(const Recognition& recognition, const EngineResult& result)
{
    const Json place = {{"item_id", recognition.itemId}, {"content_index", recognition.contentIndex}};
    const auto send = [&](const char* kind, const Json& more)
    {
        auto fields = place;
        fields.update(more);
        sink.send(std::string("conversation.item.input_audio_transcription.") + kind, std::move(fields));
    };
    if (const auto* error = std::get_if<Error>(&result))
    {
        const auto code = std::string(toString(error->code));
        send("failed", {{"error", {{"type", "transcription_error"}, {"code", code}, {"message", error->message}}}});
        return;
    }
    const auto& transcript = std::get<Transcript>(result);
    for (const auto& word : splitWords(transcript.text))
        send("delta", {{"delta", word}, {"obfuscation", sink.ids.padding()}});
    if (*recognition.model == segmentingModel && !transcript.text.empty())
        tellSegment(recognition, transcript);
    send("completed", {{"transcript", transcript.text},
                       {"usage", transcriptUsage(*recognition.model, recognition.samples, transcript.text)}});
}

/// A turn is one speaker's here, and so one segment.
void Transcriptions::tellSegment(const Recognition& recognition, const Transcript& transcript)
{
    const auto end = static_cast<double>(recognition.samples) / audio::wireSampleRate;
    const auto& words = transcript.words;
    sink.send("conversation.item.input_audio_transcription.segment",
              {{"item_id", recognition.itemId},
               {"content_index", recognition.contentIndex},
               {"id", sink.ids.next("seg")},
               {"speaker", "A"},
               {"text", transcript.text},
               {"start", words.empty() ? 0.0 : words.front().startSeconds},
               {"end", words.empty() ? end : words.back().endSeconds}});
}

} // namespace parley::service
