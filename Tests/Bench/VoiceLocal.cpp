// SPDX-License-Identifier: Apache-2.0
#include "VoiceLocal.h"

#include "Bridge/VoiceProvider.h"
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"
#include "Statistics.h"
#include "Support/RecordedSpeech.h"
#include "Voice/AgentWorkflow.h"
#include "Voice/Pipeline.h"

#include <atomic>
#include <cmath>
#include <future>
#include <iostream>
#include <optional>
#include <thread>

namespace parley::bench
{
namespace
{

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Service = std::shared_ptr<const voice::VoiceService>;

constexpr std::size_t pieceSamples = 480; ///< 20 ms.

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// A command that ends where its speech does, and the sound of it piece by piece, at its own pace, then silence.
class Speaker
{
public:
    template <typename Push>
    Speaker(const std::vector<std::int16_t>& command, Push push)
        : thread(
              [this, &command, push](const std::stop_token& stop)
              {
                  auto due = Clock::now();
                  for (std::size_t at = 0; !stop.stop_requested(); at += pieceSamples)
                  {
                      std::vector<std::int16_t> piece(pieceSamples);
                      for (std::size_t i = 0; i < pieceSamples && at + i < command.size(); ++i)
                          piece[i] = command[at + i];
                      due += 20ms;
                      std::this_thread::sleep_until(due);
                      if (at < command.size() && at + pieceSamples >= command.size())
                          endedAt.store(due);
                      push(std::move(piece));
                  }
              })
    {
    }

    [[nodiscard]] Clock::time_point ended() const { return endedAt.load(); }

private:
    std::atomic<Clock::time_point> endedAt{};
    std::jthread thread;
};

std::vector<std::int16_t> commandToItsEnd()
{
    auto floats = test::recordedSpeech("goforward.raw", 24000);
    while (!floats.empty() && std::abs(floats.back()) < 0.02F)
        floats.pop_back();
    std::vector<std::int16_t> samples(floats.size());
    audio::floatToPcm16(floats, samples);
    return samples;
}

bool isAudible(std::span<const std::int16_t> samples)
{
    return std::any_of(samples.begin(), samples.end(), [](std::int16_t sample) { return std::abs(sample) > 33; });
}

/// Where the time of a turn went, from the end of the speech.
struct Stages
{
    double transcript = 0;
    double text = 0;
    double audible = 0;
};

std::optional<Stages> pipelineTurn(const Service& service, const std::vector<std::int16_t>& command)
{
    /// The agent, and when its first words were there.
    struct Stamped final : voice::Workflow
    {
        explicit Stamped(const Service& used)
            : agent(used, {})
        {
        }
        std::unique_ptr<voice::Activity> greet(voice::WorkflowHandlers) override { return nullptr; }
        std::unique_ptr<voice::Activity> answer(std::string said, voice::WorkflowHandlers told) override
        {
            auto onText = [this, tell = std::move(told.onText)](std::string_view piece)
            {
                if (firstText.load() == Clock::time_point{})
                    firstText.store(Clock::now());
                tell(piece);
            };
            return agent.answer(std::move(said), {std::move(onText), std::move(told.onEnd)});
        }
        voice::AgentWorkflow agent;
        std::atomic<Clock::time_point> firstText{};
    };
    const auto workflow = std::make_shared<Stamped>(service);
    voice::VoiceConfig config;
    config.stt.turnDetection = wire::TurnDetection(wire::ServerVad{});
    voice::Pipeline pipeline(voice::VoiceModels::at(service, config), workflow, config);
    const auto input = std::make_shared<voice::StreamedAudioInput>();
    auto result = pipeline.run(input);
    std::optional<Speaker> speaker;
    std::optional<Clock::time_point> heardAt;
    while (const auto event = result.next(20s))
    {
        if (const auto* life = std::get_if<voice::VoiceStreamEventLifecycle>(&*event);
            life != nullptr && life->event == voice::VoiceLifecycle::listening && !speaker)
            speaker.emplace(command, [input](std::vector<std::int16_t> piece) { (void)input->push(piece); });
        if (const auto* heard = std::get_if<voice::VoiceStreamEventTranscript>(&*event);
            heard != nullptr && heard->isFinal && !heard->text.empty())
            heardAt = Clock::now();
        const auto* audio = std::get_if<voice::VoiceStreamEventAudio>(&*event);
        if (audio == nullptr || !speaker || !heardAt || !isAudible(audio->samples))
            continue;
        const auto end = speaker->ended();
        return Stages{milliseconds(*heardAt - end), milliseconds(workflow->firstText.load() - end),
                      milliseconds(Clock::now() - end)};
    }
    return std::nullopt;
}

/// When the first audible speech of a session came.
class FirstSound final : public realtime::SpeechSink
{
public:
    [[nodiscard]] bool speech(const audio::SpeechPart&, std::span<const std::int16_t> samples) override
    {
        if (isAudible(samples) && !std::exchange(isTold, true))
            first.set_value(Clock::now());
        return true;
    }
    void speechComplete(const std::string&) override {}
    void interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled) override { settled({}); }

    std::promise<Clock::time_point> first;

private:
    bool isTold = false;
};

std::optional<double> liveTurn(const Service& service, const std::vector<std::int16_t>& command)
{
    const auto executor = Executor::shared();
    const auto sink = std::make_shared<FirstSound>();
    std::promise<void> ready;
    realtime::SessionOptions options;
    options.settings.session.turnDetection = wire::TurnDetection(wire::ServerVad{});
    auto door = service->socket;
    door.url.addQuery("model", "gpt-realtime");
    options.transport = realtime::WebSocketTransport::factory(*executor, door);
    options.speechSink = sink;
    options.observer = [&](const realtime::Event& event)
    {
        const auto* changed = std::get_if<realtime::ConnectionChanged>(&event);
        if (changed != nullptr && changed->state == realtime::ConnectionState::ready)
            ready.set_value();
    };
    auto sound = sink->first.get_future();
    realtime::Session session(executor, std::move(options));
    session.connect();
    if (ready.get_future().wait_for(20s) != std::future_status::ready)
        return std::nullopt;
    const Speaker speaker(command, [&](std::vector<std::int16_t> piece) { session.sendAudio(std::move(piece)); });
    if (sound.wait_for(20s) != std::future_status::ready)
        return std::nullopt;
    return milliseconds(sound.get() - speaker.ended());
}

} // namespace

void measureVoiceLocally(Figures& figures)
{
    const auto command = commandToItsEnd();
    if (command.empty())
    {
        std::cout << "voice, with the local service: skipped, pocketsphinx-testdata is not installed\n";
        return;
    }
    const auto service = bridge::resolveVoiceService({});
    if (!service)
    {
        std::cout << "voice, with the local service: skipped: " << service.error().describe() << '\n';
        return;
    }
    std::vector<double> transcript;
    std::vector<double> text;
    std::vector<double> speech;
    std::vector<double> audible;
    std::vector<double> live;
    for (int turn = 0; turn < (figures.isQuick() ? 3 : 15); ++turn)
    {
        if (const auto stages = pipelineTurn(service.value(), command))
        {
            transcript.push_back(stages->transcript);
            text.push_back(stages->text - stages->transcript);
            speech.push_back(stages->audible - stages->text);
            audible.push_back(stages->audible);
        }
        if (const auto taken = liveTurn(service.value(), command))
            live.push_back(*taken);
    }
    figures.add("voice.local_speech_to_transcript_ms", median(transcript), "ms");
    figures.add("voice.local_transcript_to_text_ms", median(text), "ms");
    figures.add("voice.local_text_to_audible_ms", median(speech), "ms");
    figures.add("voice.local_speech_to_audible_ms", median(audible), "ms");
    figures.add("voice.local_speech_to_audible_ms_live_session", median(live), "ms");
}

} // namespace parley::bench
