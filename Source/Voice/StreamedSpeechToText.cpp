// SPDX-License-Identifier: Apache-2.0
#include "Voice/StreamedSpeechToText.h"

#include "Voice/Detail/Listening.h"

#include <utility>

namespace parley::voice
{
namespace
{

/// What is handed out; its end ends the session, also from inside a handler of that.
class Listener final : public Activity
{
public:
    explicit Listener(std::shared_ptr<Listening> started)
        : listening(std::move(started))
    {
        listening->start();
    }
    ~Listener() override { listening->stop(); }

private:
    std::shared_ptr<Listening> listening;
};

} // namespace

StreamedSpeechToText::StreamedSpeechToText(std::shared_ptr<const VoiceService> used, SttSettings chosen)
    : service(std::move(used))
    , settings(std::move(chosen))
    , whole(service, settings)
{
}

std::unique_ptr<Activity> StreamedSpeechToText::transcribe(const AudioInput& input, TranscriptHandlers handlers)
{
    return whole.transcribe(input, std::move(handlers));
}

std::unique_ptr<Activity> StreamedSpeechToText::listen(std::shared_ptr<StreamedAudioInput> input,
                                                       TranscriptHandlers handlers)
{
    return std::make_unique<Listener>(
        std::make_shared<Listening>(service, settings, std::move(input), std::move(handlers)));
}

} // namespace parley::voice
