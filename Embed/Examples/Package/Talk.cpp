// SPDX-License-Identifier: Apache-2.0
// A spoken conversation in C++: talk-cpp QUESTION.raw ANSWER.raw, both 16-bit mono at 16 kHz.
#include "Bridge/VoiceBridge.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <thread>

using namespace parley;

int main(int argc, char** argv)
{
    constexpr int rate = 16000;
    constexpr int block = rate / 100;
    std::ifstream question(argc == 3 ? argv[1] : "", std::ios::binary);
    std::ofstream answer(argc == 3 ? argv[2] : "", std::ios::binary);
    if (!question || !answer)
    {
        std::cerr << "usage: talk-cpp QUESTION.raw ANSWER.raw" << std::endl;
        return 2;
    }

    std::atomic<bool> isAnswered{false};
    std::atomic<bool> hasFailed{false};
    bridge::VoiceBridge agent;
    agent.subscribe(
        [&](const realtime::Event& event)
        {
            if (const auto* heard = std::get_if<realtime::UserTranscriptCompleted>(&event))
                std::cout << "you: " << heard->transcript << std::endl;
            else if (const auto* said = std::get_if<realtime::AnswerDone>(&event))
                std::cout << "agent: " << said->text << std::endl;
            else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
                std::cerr << error->error.describe() << std::endl, hasFailed = true;
            else if (std::holds_alternative<realtime::PlaybackFinished>(event))
                isAnswered = true;
        });
    agent.prepare(rate);
    bridge::ConnectSettings settings;
    settings.session.transcription = wire::Transcription{"gpt-4o-mini-transcribe", {}, {}};
    agent.connect(settings);

    // What a sound card would do: a block of 10 ms every 10 ms, a minute at most.
    for (int i = 0; i < 60 * 100 && !isAnswered && !hasFailed; ++i)
    {
        std::array<std::int16_t, block> samples{};
        std::array<float, block> sound{};
        if (agent.status().state == realtime::ConnectionState::ready)
            question.read(reinterpret_cast<char*>(samples.data()), sizeof samples);
        for (std::size_t n = 0; n < block; ++n)
            sound[n] = static_cast<float>(samples[n]) / 32768.0F;
        agent.processInterleaved(sound.data(), 1, sound.data(), 1, block);
        for (std::size_t n = 0; n < block; ++n)
            samples[n] = static_cast<std::int16_t>(sound[n] * 32767.0F);
        answer.write(reinterpret_cast<const char*>(samples.data()), sizeof samples);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return isAnswered && !hasFailed ? 0 : 1;
}
