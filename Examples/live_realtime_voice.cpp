// SPDX-License-Identifier: Apache-2.0
// A spoken turn: speech from a file goes in, the agent's voice comes out as a WAV file.
// usage: live_realtime_voice [SPEECH.wav [ANSWER.wav]]
#include "Bridge/LiveSession.h"
#include "Speech.h"
#include "Support.h"

#include <algorithm>
#include <iostream>

using namespace parley;

namespace
{

/// In pieces of 100 ms; the last one ends the turn.
void sendSpeech(realtime::Session& session, const std::vector<std::int16_t>& samples)
{
    constexpr std::size_t piece = 2400;
    for (std::size_t begin = 0; begin < samples.size(); begin += piece)
    {
        const auto end = std::min(begin + piece, samples.size());
        session.sendAudio(
            {samples.begin() + static_cast<std::ptrdiff_t>(begin), samples.begin() + static_cast<std::ptrdiff_t>(end)},
            end == samples.size());
    }
}

} // namespace

int main(int argc, char** argv)
{
    const auto speech = examples::readSpeech(argc > 1 ? argv[1] : "/usr/share/pocketsphinx/test/data/goforward.raw");
    if (!speech)
        return examples::ended(speech.error());

    const auto voice = std::make_shared<examples::SpeechFile>();
    bridge::LiveSessionOptions options;
    options.provider = examples::provider();
    options.settings.agent.instructions = "Answer in one short sentence.";
    options.settings.agent.voice = "alloy";
    options.settings.session.turnDetection = nullptr; // This program ends the turn itself.
    wire::Transcription transcription;
    transcription.model = "gpt-4o-mini-transcribe";
    options.settings.session.transcription = transcription;
    options.speechSink = voice;

    examples::Ending ending;
    auto opened = bridge::LiveSession::open(std::move(options));
    if (!opened)
        return examples::ended(opened.error());
    auto& session = *opened.value();

    session.subscribe(
        [&](const realtime::Event& event)
        {
            if (const auto* changed = std::get_if<realtime::ConnectionChanged>(&event);
                changed != nullptr && changed->state == realtime::ConnectionState::ready)
                sendSpeech(session, speech.value());
            else if (const auto* said = std::get_if<realtime::UserTranscriptCompleted>(&event))
                std::cout << "you: " << said->transcript << std::endl;
            else if (const auto* answer = std::get_if<realtime::AnswerDone>(&event))
                std::cout << "agent: " << answer->text << std::endl;
            else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
                ending.failed(error->error);
            else if (std::holds_alternative<realtime::TurnEnded>(event))
                ending.done();
        });
    session.connect();

    const int exitCode = ending.wait();
    session.close();
    const auto samples = voice->write(argc > 2 ? argv[2] : "realtime_output.wav");
    if (!samples)
        return examples::ended(samples.error());
    std::cout << "wrote " << samples.value() << " samples" << std::endl;
    return exitCode;
}
