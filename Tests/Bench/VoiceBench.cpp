// SPDX-License-Identifier: Apache-2.0
// What a voice pipeline adds to the engines it uses: before the first sound, between sentences, and with fifty at once.
#include "Benches.h"
#include "Statistics.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/Pipeline.h"
#include "Voice/ScriptedModels.h"
#include "VoiceLocal.h"
#include "VoiceStub.h"

#include <algorithm>
#include <future>
#include <thread>

namespace parley::bench
{
namespace
{

using namespace std::chrono_literals;
using voice::Pipeline;

constexpr double samplesPerMs = 24;

double milliseconds(VoiceClock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

voice::AudioInput aSecondOfSpeech()
{
    return voice::AudioInput::fromPcm16(std::vector<std::int16_t>(24000, 1000)).value();
}

std::unique_ptr<Pipeline> wholePipeline(const std::shared_ptr<const voice::VoiceService>& service)
{
    return std::make_unique<Pipeline>(voice::VoiceModels::at(service, {}),
                                      std::make_shared<voice::AgentWorkflow>(service, voice::AgentWorkflowSettings{}));
}

/// From here to the first piece of speech; the rest of the run is taken, too.
double firstAudioMs(Pipeline& pipeline)
{
    const auto input = aSecondOfSpeech();
    const auto began = VoiceClock::now();
    double first = -1;
    for (const auto& event : pipeline.run(input))
        if (first < 0 && std::holds_alternative<voice::VoiceStreamEventAudio>(event))
            first = milliseconds(VoiceClock::now() - began);
    return first;
}

/// All three stages over HTTP, on connections that are there already and on new ones, beside a bare socket.
void measureOverhead(Figures& figures)
{
    VoiceStub stub({.hearing = 20ms, .answering = 20ms, .speaking = 20ms});
    const int turns = figures.isQuick() ? 30 : 300;
    std::vector<double> kept;
    std::vector<double> cold;
    std::vector<double> bare;
    const auto service = stub.service();
    const auto pipeline = wholePipeline(service);
    (void)firstAudioMs(*pipeline);
    BareClient client(stub.port());
    (void)client.turnMs();
    for (int turn = 0; turn < turns; ++turn)
    {
        (void)stub.takeHeldMs();
        const auto total = firstAudioMs(*pipeline);
        kept.push_back(total - stub.takeHeldMs());
        const auto least = client.turnMs();
        bare.push_back(least - stub.takeHeldMs());
        const auto first = firstAudioMs(*wholePipeline(stub.service()));
        cold.push_back(first - stub.takeHeldMs());
    }
    figures.add("voice.overhead_ms", median(kept), "ms");
    figures.add("voice.overhead_ms_bare_socket", median(bare), "ms");
    figures.add("voice.overhead_p99_ms", quantile(kept, 0.99), "ms");
    figures.add("voice.overhead_new_connections_ms", median(cold), "ms");
}

/// Says its sentences at once, and knows when.
class Stamped final : public voice::Workflow
{
public:
    explicit Stamped(std::string wanted)
        : text(std::move(wanted))
    {
    }

    std::unique_ptr<voice::Activity> greet(voice::WorkflowHandlers) override { return nullptr; }
    std::unique_ptr<voice::Activity> answer(std::string, voice::WorkflowHandlers told) override
    {
        Executor::shared()->post(
            [this, told = std::move(told)]
            {
                saidAt = VoiceClock::now();
                told.onText(text);
                told.onEnd(std::nullopt);
            });
        return std::make_unique<voice::Activity>();
    }

    VoiceClock::time_point saidAt{}; ///< Read when the audio is there.

private:
    std::string text;
};

std::unique_ptr<Pipeline> speakingPipeline(const VoiceStub& stub, const std::shared_ptr<Stamped>& workflow, int turns)
{
    const std::vector<std::string> script(static_cast<std::size_t>(turns), "hello");
    return std::make_unique<Pipeline>(
        voice::VoiceModels{std::make_shared<voice::ScriptedSpeechToText>(script),
                           std::make_shared<voice::HttpTextToSpeech>(stub.service(), voice::TtsSettings{})},
        workflow);
}

void measureFirstAudio(Figures& figures)
{
    VoiceStub stub({});
    const int turns = figures.isQuick() ? 50 : 500;
    const auto workflow = std::make_shared<Stamped>("Hello there. How are you?");
    const auto pipeline = speakingPipeline(stub, workflow, turns + 1);
    (void)firstAudioMs(*pipeline);
    BareClient client(stub.port());
    std::vector<double> ours;
    std::vector<double> bare;
    for (int turn = 0; turn < turns; ++turn)
    {
        double first = -1;
        for (const auto& event : pipeline->run(aSecondOfSpeech()))
            if (first < 0 && std::holds_alternative<voice::VoiceStreamEventAudio>(event))
                first = milliseconds(VoiceClock::now() - workflow->saidAt);
        ours.push_back(first);
        bare.push_back(client.speechMs());
    }
    figures.add("voice.first_audio_after_text_ms", median(ours), "ms");
    figures.add("voice.first_audio_after_text_ms_bare_socket", median(bare), "ms");
    figures.add("voice.first_audio_after_text_p99_ms", quantile(ours, 0.99), "ms");
}

/// A listener who plays what comes: how long the longest silence is, and what the first piece was.
void measureGaps(Figures& figures)
{
    VoiceStub stub({.speaking = 60ms, .speechRate = 3, .speechMs = 1000});
    std::string text;
    const int sentences = figures.isQuick() ? 6 : 20;
    for (int i = 0; i < sentences; ++i)
        text += "This is a sentence of the bench. ";
    const auto pipeline = speakingPipeline(stub, std::make_shared<Stamped>(text), 1);
    double longest = 0;
    double firstPiece = 0;
    VoiceClock::time_point due{};
    for (const auto& event : pipeline->run(aSecondOfSpeech()))
        if (const auto* audio = std::get_if<voice::VoiceStreamEventAudio>(&event))
        {
            const auto now = VoiceClock::now();
            if (firstPiece == 0)
            {
                firstPiece = static_cast<double>(audio->samples.size()) / samplesPerMs;
                due = now;
            }
            longest = std::max(longest, milliseconds(now - due));
            due = std::max(due, now) + std::chrono::nanoseconds(audio->samples.size() * 1'000'000 / 24);
        }
    figures.add("voice.first_piece_ms", firstPiece, "ms of speech");
    figures.add("voice.gap_ms", longest, "ms");
}

/// They share one service, as the pipelines of one program do.
void measureFifty(Figures& figures)
{
    constexpr std::size_t count = 50;
    VoiceStub stub({.hearing = 20ms, .answering = 20ms, .speaking = 20ms});
    const auto service = stub.service();
    std::vector<std::unique_ptr<Pipeline>> pipelines;
    for (std::size_t i = 0; i < count; ++i)
        pipelines.push_back(wholePipeline(service));
    std::vector<double> all;
    double done = 0;
    for (int round = 0; round < (figures.isQuick() ? 3 : 20); ++round)
    {
        (void)stub.takeHeldMs();
        std::vector<std::future<double>> firsts;
        for (const auto& pipeline : pipelines)
            firsts.push_back(std::async(std::launch::async, [&] { return firstAudioMs(*pipeline); }));
        std::vector<double> times;
        for (auto& first : firsts)
            times.push_back(first.get());
        const auto held = stub.takeHeldMs() / static_cast<double>(count);
        for (const auto time : times)
        {
            done += time >= 0 ? 1 : 0;
            // The first round opens the connections.
            if (round > 0)
                all.push_back(time - held);
        }
    }
    figures.add("voice.fifty_overhead_ms", median(all), "ms");
    figures.add("voice.fifty_overhead_p99_ms", quantile(all, 0.99), "ms");
    figures.add("voice.fifty_answers", done, "answers");
}

/// From the end of a result to its service's being left, at its slowest.
void measureCancelling(Figures& figures)
{
    VoiceStub stub({});
    stub.hold();
    double longest = 0;
    for (int i = 0; i < (figures.isQuick() ? 10 : 50); ++i)
    {
        const auto pipeline = wholePipeline(stub.service());
        VoiceClock::time_point began;
        {
            const auto result = pipeline->run(aSecondOfSpeech());
            while (stub.held() == 0)
                std::this_thread::sleep_for(1ms);
            began = VoiceClock::now();
        }
        while (stub.held() > 0)
            std::this_thread::sleep_for(1ms);
        longest = std::max(longest, milliseconds(stub.lastLeft() - began));
    }
    figures.add("voice.cancel_ms", longest, "ms");
}

} // namespace

void voiceBench(Figures& figures)
{
    measureOverhead(figures);
    measureFirstAudio(figures);
    measureGaps(figures);
    measureFifty(figures);
    measureCancelling(figures);
    measureVoiceLocally(figures);
}

} // namespace parley::bench
