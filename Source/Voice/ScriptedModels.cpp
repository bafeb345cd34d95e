// SPDX-License-Identifier: Apache-2.0
#include "Voice/ScriptedModels.h"

#include "Voice/Detail/Posted.h"

#include <cmath>
#include <deque>
#include <numbers>
#include <utility>

namespace parley::voice
{
namespace
{

constexpr std::size_t samplesPerCharacter = 240;

std::vector<std::int16_t> tone(std::size_t length)
{
    constexpr double hertz = 220.0;
    constexpr double loudness = 8000.0;
    std::vector<std::int16_t> samples(length);
    for (std::size_t i = 0; i < length; ++i)
        samples[i] = static_cast<std::int16_t>(
            loudness * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / 24000.0));
    return samples;
}

/// Hears the next text at the end of each turn, and all that are left at the end of the input.
class ScriptedHearing final : public Activity
{
public:
    ScriptedHearing(Executor& network, std::shared_ptr<StreamedAudioInput> heard, TranscriptHandlers told,
                    std::vector<std::string> texts)
        : input(std::move(heard))
        , state(std::make_shared<State>(State{std::move(told), {texts.begin(), texts.end()}}))
    {
        network.post([state = state] { state->begin(); });
        input->whenAvailable(
            [&network, source = std::weak_ptr(input), state = state]
            {
                network.post(
                    [source, state]
                    {
                        if (const auto stream = source.lock())
                            state->take(*stream);
                    });
            });
    }
    ~ScriptedHearing() override
    {
        state->isOver = true;
        input->whenAvailable(nullptr);
    }

private:
    struct State
    {
        TranscriptHandlers handlers;
        std::deque<std::string> texts;
        bool isOver = false;

        void begin() const
        {
            if (!isOver && handlers.onListening)
                handlers.onListening();
        }
        void take(StreamedAudioInput& stream)
        {
            StreamedAudioInput::Taken taken;
            do
            {
                taken = stream.take();
                if (taken.endsTurn)
                    hearNext();
            } while (taken.endsTurn && !taken.isLast);
            if (!taken.isLast)
                return;
            while (!isOver && !texts.empty())
                hearNext();
            if (!std::exchange(isOver, true))
                handlers.onEnd(std::nullopt);
        }
        void hearNext()
        {
            if (isOver || texts.empty())
                return;
            const auto text = std::move(texts.front());
            texts.pop_front();
            handlers.onTranscript({text, true});
        }
    };

    std::shared_ptr<StreamedAudioInput> input;
    std::shared_ptr<State> state;
};

} // namespace

ScriptedSpeechToText::ScriptedSpeechToText(std::vector<std::string> texts, std::shared_ptr<Executor> usedExecutor)
    : executor(std::move(usedExecutor))
    , script(std::move(texts))
{
}

std::unique_ptr<Activity> ScriptedSpeechToText::transcribe(const AudioInput&, TranscriptHandlers handlers)
{
    auto text = next < script.size() ? script[next++] : std::string();
    return std::make_unique<Posted>(
        *executor,
        [text = std::move(text), told = std::move(handlers.onTranscript)] {
            told({text, true});
        },
        [told = std::move(handlers.onEnd)] { told(std::nullopt); });
}

std::unique_ptr<Activity> ScriptedSpeechToText::listen(std::shared_ptr<StreamedAudioInput> input,
                                                       TranscriptHandlers handlers)
{
    std::vector<std::string> rest(script.begin() + static_cast<std::ptrdiff_t>(next), script.end());
    next = script.size();
    return std::make_unique<ScriptedHearing>(*executor, std::move(input), std::move(handlers), std::move(rest));
}

ScriptedTextToSpeech::ScriptedTextToSpeech(std::shared_ptr<Executor> usedExecutor)
    : executor(std::move(usedExecutor))
{
}

std::unique_ptr<Activity> ScriptedTextToSpeech::speak(std::string text, SpeechHandlers handlers)
{
    auto samples = tone(text.size() * samplesPerCharacter);
    {
        const std::scoped_lock lock(mutex);
        texts.push_back(std::move(text));
    }
    return std::make_unique<Posted>(
        *executor, [samples = std::move(samples), told = std::move(handlers.onSpeech)] { told(samples); },
        [told = std::move(handlers.onEnd)] { told(std::nullopt); });
}

std::vector<std::string> ScriptedTextToSpeech::spoken() const
{
    const std::scoped_lock lock(mutex);
    return texts;
}

} // namespace parley::voice
