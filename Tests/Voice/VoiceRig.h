// SPDX-License-Identifier: Apache-2.0
// What the tests of voice pipelines share: a service that is a scripted peer, speech, and events as short words.
#pragma once

#include "Support/StreamingPeer.h"
#include "Voice/Pipeline.h"

#include <future>
#include <string>
#include <utility>
#include <vector>

namespace parley::voice
{

inline std::shared_ptr<const VoiceService> serviceAt(std::uint16_t port)
{
    auto service = std::make_shared<VoiceService>();
    service->base = {"http", "127.0.0.1", port, "/v1", {}};
    service->headers = {{"Authorization", "Bearer key-of-a-test"}};
    service->socket.url = {"ws", "127.0.0.1", port, "/v1/realtime", {}};
    service->pool = std::make_shared<net::HttpPool>(Executor::shared());
    return service;
}

/// Half a second of something.
inline AudioInput someSpeech()
{
    return AudioInput::fromPcm16(std::vector<std::int16_t>(12000, 1000)).value();
}

/// The bytes of this many samples of this value.
inline std::string pcm(std::size_t samples, std::int16_t value = 100)
{
    std::string bytes;
    for (std::size_t i = 0; i < samples; ++i)
    {
        bytes.push_back(static_cast<char>(value & 0xFF));
        bytes.push_back(static_cast<char>((value >> 8) & 0xFF));
    }
    return bytes;
}

/// Runs something on the network thread and waits for it.
template <typename Task>
void onNetwork(Task task)
{
    std::promise<void> done;
    Executor::shared()->post(
        [&]
        {
            task();
            done.set_value();
        });
    done.get_future().wait();
}

/// One event as a word; a piece of audio has none.
inline std::string wordFor(const VoiceStreamEvent& event)
{
    if (const auto* life = std::get_if<VoiceStreamEventLifecycle>(&event))
        return std::string(toString(life->event)) + (life->wasCut ? "(cut)" : "");
    if (const auto* text = std::get_if<VoiceStreamEventText>(&event))
        return "says(" + text->text + ")";
    if (const auto* heard = std::get_if<VoiceStreamEventTranscript>(&event))
        return (heard->isFinal ? "heard(" : "hearing(") + heard->text + ")";
    if (const auto* error = std::get_if<VoiceStreamEventError>(&event))
        return "error(" + std::string(toString(error->error.code)) + ")";
    return {};
}

/// What a run told.
struct Told
{
    std::string words;
    std::vector<std::int16_t> audio;
    std::vector<Error> errors;

    void take(const VoiceStreamEvent& event)
    {
        if (const auto* piece = std::get_if<VoiceStreamEventAudio>(&event))
            audio.insert(audio.end(), piece->samples.begin(), piece->samples.end());
        if (const auto* error = std::get_if<VoiceStreamEventError>(&event))
            errors.push_back(error->error);
        if (const auto word = wordFor(event); !word.empty())
            words += (words.empty() ? "" : " ") + word;
    }
};

/// All of a run, to its end.
inline Told allOf(VoiceResult result)
{
    Told told;
    for (const auto& event : result)
        told.take(event);
    return told;
}

/// A service with all three doors: hears `heard`, answers `said`, speaks 10 ms for each character.
inline test::StreamingPeer::Answerer wholeService(std::string heard, std::string said)
{
    return [=](const test::ReceivedRequest& request, test::AnswerWriter& answer)
    {
        if (request.target == "/v1/audio/transcriptions")
            answer.whole(200, wire::Json{{"text", heard}}.dump(), {{"Content-Type", "application/json"}});
        else if (request.target == "/v1/chat/completions")
        {
            const wire::Json event = {{"choices", {{{"delta", {{"content", said}}}, {"finish_reason", "stop"}}}}};
            answer.whole(200, "data: " + event.dump() + "\n\ndata: [DONE]\n\n",
                         {{"Content-Type", "text/event-stream"}});
        }
        else
        {
            const auto text = wire::Json::parse(request.body).at("input").get<std::string>();
            answer.whole(200, pcm(text.size() * 240), {{"Content-Type", "audio/pcm"}});
        }
    };
}

} // namespace parley::voice
