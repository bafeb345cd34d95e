// SPDX-License-Identifier: Apache-2.0
#include "Service/Transcriptions.h"

#include "Audio/Pcm16.h"
#include "Service/InputSpeech.h"
#include "Service/Sentences.h"

#include <utility>

namespace parley::service
{

void Transcriptions::request(ConversationItem& item, int contentIndex, std::vector<std::int16_t> samples, bool tells)
{
    const auto seconds = static_cast<double>(samples.size()) / audio::wireSampleRate;
    item.audioSamples += static_cast<std::int64_t>(samples.size());
    item.awaitedTranscripts += 1;
    const auto job = sink.run(RecogniseJob{std::move(samples)});
    pending[job] = {item.json.at("id").get<std::string>(), contentIndex, seconds, tells};
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
        content[static_cast<std::size_t>(index)].erase("audio");
        request(item, index, std::move(samples), false);
    }
    return std::nullopt;
}

void Transcriptions::take(std::uint64_t job, const EngineResult& result, Conversation& conversation,
                          Conversation* other)
{
    const auto recognition = std::move(pending.extract(job).mapped());
    enter(recognition, result, conversation);
    if (other != nullptr && other != &conversation)
        enter(recognition, result, *other);
    if (recognition.tells)
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
    if (recognition.tells)
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
    const auto& text = std::get<Transcript>(result).text;
    for (const auto& word : splitWords(text))
        send("delta", {{"delta", word}, {"obfuscation", sink.ids.padding()}});
    send("completed", {{"transcript", text}, {"usage", {{"type", "duration"}, {"seconds", recognition.seconds}}}});
}

} // namespace parley::service
