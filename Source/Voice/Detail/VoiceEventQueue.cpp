// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/VoiceEventQueue.h"

#include "Base/Log.h"

#include <exception>
#include <utility>

namespace parley::voice
{

VoiceEventQueue::VoiceEventQueue(Executor& usedExecutor, std::function<void()> taken)
    : executor(usedExecutor)
    , onTaken(std::move(taken))
{
}

bool VoiceEventQueue::publish(VoiceStreamEvent event)
{
    std::unique_lock lock(mutex);
    if (isClosed || isEnded)
        return true;
    // The event that says so still finds its place.
    const bool isFull = events.size() >= capacity;
    if (!isFull || std::holds_alternative<VoiceStreamEventError>(event))
        events.push_back(std::move(event));
    schedule(lock);
    return !isFull;
}

bool VoiceEventQueue::dropAudio()
{
    const std::scoped_lock lock(mutex);
    takenSamples = 0;
    const auto dropped = std::erase_if(events,
                                       [](const auto& event)
                                       {
                                           return std::holds_alternative<VoiceStreamEventAudio>(event) ||
                                                  std::holds_alternative<VoiceStreamEventText>(event);
                                       });
    return dropped > 0;
}

std::string VoiceEventQueue::heardOf(std::uint64_t turn)
{
    const std::scoped_lock lock(mutex);
    return heard.turn == turn ? heard.text : std::string();
}

/// With the lock held.
void VoiceEventQueue::keepHeard(const VoiceStreamEventText& sentence)
{
    if (heard.turn != sentence.turn)
        heard = {{}, sentence.turn};
    heard.text += (heard.text.empty() ? "" : " ") + sentence.text;
}

void VoiceEventQueue::end()
{
    std::unique_lock lock(mutex);
    isEnded = true;
    schedule(lock);
}

std::optional<VoiceStreamEvent> VoiceEventQueue::pop()
{
    bool isFirst = false;
    std::optional<VoiceStreamEvent> event;
    {
        const std::scoped_lock lock(mutex);
        if (events.empty() || isClosed)
        {
            isTold = false;
            return std::nullopt;
        }
        event = std::move(events.front());
        events.pop_front();
        if (const auto* audio = std::get_if<VoiceStreamEventAudio>(&*event))
            isFirst = std::exchange(takenSamples, takenSamples + audio->samples.size()) == 0;
        if (const auto* sentence = std::get_if<VoiceStreamEventText>(&*event))
            keepHeard(*sentence);
    }
    if (isFirst)
        onTaken();
    return event;
}

std::optional<VoiceStreamEvent> VoiceEventQueue::next(std::optional<std::chrono::milliseconds> patience)
{
    {
        std::unique_lock lock(mutex);
        const auto isThere = [this] { return !events.empty() || isEnded || isClosed; };
        if (patience)
            changed.wait_for(lock, *patience, isThere);
        else
            changed.wait(lock, isThere);
    }
    return pop();
}

bool VoiceEventQueue::isOver()
{
    const std::scoped_lock lock(mutex);
    return isClosed || (isEnded && events.empty());
}

bool VoiceEventQueue::isAudioNext()
{
    const std::scoped_lock lock(mutex);
    return !events.empty() && std::holds_alternative<VoiceStreamEventAudio>(events.front());
}

void VoiceEventQueue::handTo(Handler called)
{
    std::unique_lock lock(mutex);
    handler = std::move(called);
    schedule(lock);
}

/// Wakes whoever waits, and has the pool call the handler if there is one.
void VoiceEventQueue::schedule(std::unique_lock<std::mutex>& lock)
{
    changed.notify_all();
    tellAvailable();
    if (!handler || isScheduled || events.empty() || isClosed)
        return;
    isScheduled = true;
    lock.unlock();
    if (executor.postToPool([self = shared_from_this()] { self->handOver(); }))
        return;
    lock.lock();
    // The next event tries again.
    isScheduled = false;
}

/// With the lock held.
void VoiceEventQueue::tellAvailable()
{
    const bool isSomething = !events.empty() || isEnded;
    if (available && isSomething && !isClosed && !std::exchange(isTold, true))
        executor.post(
            [self = shared_from_this()]
            {
                std::function<void()> told;
                {
                    const std::scoped_lock lock(self->mutex);
                    if (!self->isClosed)
                        told = self->available;
                }
                if (told)
                    told();
            });
}

void VoiceEventQueue::whenAvailable(std::function<void()> told)
{
    const std::scoped_lock lock(mutex);
    available = std::move(told);
    isTold = false;
    tellAvailable();
}

void VoiceEventQueue::handOver()
{
    Handler called;
    {
        const std::scoped_lock lock(mutex);
        calling = std::this_thread::get_id();
        called = handler;
    }
    while (const auto event = pop())
        try
        {
            called(*event);
        }
        catch (const std::exception& problem)
        {
            log(LogLevel::error, std::string("An exception left a handler of voice events: ") + problem.what());
        }
    std::unique_lock lock(mutex);
    calling = {};
    isScheduled = false;
    schedule(lock);
}

void VoiceEventQueue::close()
{
    std::unique_lock lock(mutex);
    isClosed = true;
    events.clear();
    available = nullptr;
    changed.notify_all();
    if (calling != std::this_thread::get_id())
        changed.wait(lock, [this] { return calling == std::thread::id(); });
}

std::size_t VoiceEventQueue::takeCount()
{
    const std::scoped_lock lock(mutex);
    return std::exchange(takenSamples, 0);
}

} // namespace parley::voice
