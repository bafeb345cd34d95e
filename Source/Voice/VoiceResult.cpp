// SPDX-License-Identifier: Apache-2.0
#include "Voice/VoiceResult.h"

#include "Voice/Detail/PipelineRun.h"

#include <utility>

namespace parley::voice
{

VoiceResult::VoiceResult(std::shared_ptr<Executor> usedExecutor, std::shared_ptr<PipelineRun> started)
    : executor(std::move(usedExecutor))
    , run(std::move(started))
{
}

VoiceResult::~VoiceResult()
{
    cancel();
}

VoiceResult& VoiceResult::operator=(VoiceResult&& other) noexcept
{
    cancel();
    executor = std::move(other.executor);
    run = std::move(other.run);
    return *this;
}

std::optional<VoiceStreamEvent> VoiceResult::next()
{
    return run->events().next(std::nullopt);
}

std::optional<VoiceStreamEvent> VoiceResult::next(std::chrono::milliseconds patience)
{
    return run->events().next(patience);
}

bool VoiceResult::isOver() const
{
    return run->events().isOver();
}

void VoiceResult::handTo(std::function<void(const VoiceStreamEvent&)> handler)
{
    run->events().handTo(std::move(handler));
}

void VoiceResult::whenAvailable(std::function<void()> told)
{
    run->events().whenAvailable(std::move(told));
}

bool VoiceResult::isAudioNext() const
{
    return run->events().isAudioNext();
}

void VoiceResult::interrupt()
{
    // At once where that is possible: no event of the answer is taken any more.
    if (executor->isNetworkThread())
        run->feed(input::Interrupted{});
    else
        executor->post([self = run] { self->feed(input::Interrupted{}); });
}

void VoiceResult::sendText(std::string text)
{
    executor->post([self = run, text = std::move(text)] { self->feed(input::Written{text}); });
}

void VoiceResult::cancel()
{
    if (run == nullptr)
        return;
    executor->post([abandoned = run] { abandoned->stop(); });
    run->events().close();
}

} // namespace parley::voice
