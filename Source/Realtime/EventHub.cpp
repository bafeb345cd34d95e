// SPDX-License-Identifier: Apache-2.0
#include "Realtime/EventHub.h"

#include "Base/Detail/LibraryWide.h"
#include "Base/Log.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>

namespace parley::realtime
{
namespace
{

bool isMergeable(const Event& event)
{
    return std::holds_alternative<AnswerDelta>(event) || std::holds_alternative<UserTranscriptDelta>(event) ||
           std::holds_alternative<AnswerCaption>(event) || std::holds_alternative<OutputLevel>(event);
}

bool merge(AnswerDelta& last, const AnswerDelta& added)
{
    if (last.itemId != added.itemId || last.isSpoken != added.isSpoken)
        return false;
    last.delta += added.delta;
    return true;
}

bool merge(UserTranscriptDelta& last, const UserTranscriptDelta& added)
{
    if (last.itemId != added.itemId || last.logprobs.is_array() != added.logprobs.is_array())
        return false;
    last.delta += added.delta;
    for (const auto& token : added.logprobs)
        last.logprobs.push_back(token);
    return true;
}

bool merge(AnswerCaption& last, const AnswerCaption& added)
{
    if (last.itemId != added.itemId || last.contentIndex != added.contentIndex)
        return false;
    last.text += added.text;
    return true;
}

bool merge(OutputLevel& last, const OutputLevel& added)
{
    // Silence is the state that holds from then on; a mouth must not stay open.
    const bool isSilence = added.peak <= 0;
    last.rms = isSilence ? 0 : std::max(last.rms, added.rms);
    last.peak = isSilence ? 0 : std::max(last.peak, added.peak);
    return true;
}

template <typename Last, typename Added>
bool merge(Last&, const Added&)
{
    return false;
}

/// Merges the event into one at the end of the queue, past which others of these kinds may come earlier.
bool mergeAtEnd(std::deque<Event>& queue, const Event& event)
{
    if (!isMergeable(event))
        return false;
    for (auto last = queue.rbegin(); last != queue.rend() && isMergeable(*last); ++last)
        if (last->index() == event.index() &&
            std::visit([&](auto& one) { return merge(one, std::get<std::decay_t<decltype(one)>>(event)); }, *last))
            return true;
    return false;
}

/// Which handler waits for the end of which other one's call. A wait that would close a circle is not begun.
class Waits
{
public:
    /// False when `awaited` waits for `waiting` already, itself or over others.
    bool begin(const void* waiting, const void* awaited)
    {
        const std::scoped_lock lock(mutex);
        for (auto next = edges.find(awaited); next != edges.end(); next = edges.find(next->second))
            if (next->second == waiting)
                return false;
        edges[waiting] = awaited;
        return true;
    }
    void end(const void* waiting)
    {
        const std::scoped_lock lock(mutex);
        edges.erase(waiting);
    }

private:
    std::mutex mutex;
    std::map<const void*, const void*> edges;
};

Waits& waits()
{
    static LibraryWide<Waits> shared;
    return shared.get();
}

/// The subscriber whose handler this thread is in, if any.
thread_local const void* callingOnThisThread = nullptr;

} // namespace

class EventHub::Subscriber : public std::enable_shared_from_this<Subscriber>
{
public:
    Subscriber(std::uint64_t subscription, EventHandler eventHandler,
               std::shared_ptr<std::atomic<std::uint64_t>> droppedEvents)
        : id(subscription)
        , handler(std::move(eventHandler))
        , dropped(std::move(droppedEvents))
    {
    }

    void enqueue(const Event& event, Executor& executor)
    {
        const std::scoped_lock lock(mutex);
        if (isDetached || isOverrun)
            dropped->fetch_add(1);
        else if (queue.size() < queueCapacity)
            queue.push_back(event);
        else if (!mergeAtEnd(queue, event))
        {
            isOverrun = true;
            queue.push_back(SubscriberOverrun{});
            dropped->fetch_add(1);
        }
        if (!isScheduled && !queue.empty())
            isScheduled = schedule(executor);
    }

    void detach()
    {
        std::unique_lock lock(mutex);
        isDetached = true;
        queue.clear();
        if (!isCalling || callingOnThisThread == this)
            return;
        const auto* waiting = callingOnThisThread;
        if (waiting != nullptr && !waits().begin(waiting, this))
            return;
        callEnded.wait(lock, [this] { return !isCalling; });
        if (waiting != nullptr)
            waits().end(waiting);
    }

    const std::uint64_t id;

private:
    bool schedule(Executor& executor)
    {
        const bool accepted = executor.postToPool([self = shared_from_this()] { self->drain(); });
        if (!accepted)
            log(LogLevel::warning, "The tool pool is full: events wait until the next one is published.");
        return accepted;
    }

    void drain()
    {
        std::unique_lock lock(mutex);
        while (!isDetached && !queue.empty())
        {
            const auto event = std::move(queue.front());
            queue.pop_front();
            isCalling = true;
            lock.unlock();
            callingOnThisThread = this;
            call(event);
            callingOnThisThread = nullptr;
            lock.lock();
            isCalling = false;
            callEnded.notify_all();
        }
        isDetached = isDetached || isOverrun;
        isScheduled = false;
    }

    void call(const Event& event)
    {
        try
        {
            handler(event);
        }
        catch (const std::exception& problem)
        {
            log(LogLevel::error, std::string("A subscriber threw: ") + problem.what());
        }
        catch (...)
        {
            log(LogLevel::error, "A subscriber threw something that is not an exception.");
        }
    }

    const EventHandler handler;
    const std::shared_ptr<std::atomic<std::uint64_t>> dropped;
    std::mutex mutex;
    std::condition_variable callEnded;
    std::deque<Event> queue;
    bool isCalling = false;
    bool isScheduled = false;
    bool isDetached = false;
    bool isOverrun = false;
};

EventHub::EventHub(Executor& usedExecutor)
    : executor(usedExecutor)
    , dropped(std::make_shared<std::atomic<std::uint64_t>>(0))
{
}

EventHub::~EventHub()
{
    unsubscribeAll();
}

void EventHub::unsubscribeAll()
{
    std::vector<std::shared_ptr<Subscriber>> leaving;
    {
        const std::scoped_lock lock(mutex);
        leaving.swap(subscribers);
    }
    for (const auto& subscriber : leaving)
        subscriber->detach();
}

std::uint64_t EventHub::subscribe(EventHandler handler)
{
    const std::scoped_lock lock(mutex);
    const auto id = ++lastSubscription;
    subscribers.push_back(std::make_shared<Subscriber>(id, std::move(handler), dropped));
    return id;
}

void EventHub::unsubscribe(std::uint64_t subscription)
{
    std::shared_ptr<Subscriber> leaving;
    {
        const std::scoped_lock lock(mutex);
        std::erase_if(subscribers,
                      [&](const auto& subscriber)
                      {
                          if (subscriber->id == subscription)
                              leaving = subscriber;
                          return subscriber->id == subscription;
                      });
    }
    if (leaving != nullptr)
        leaving->detach();
}

void EventHub::publish(const Event& event)
{
    const std::scoped_lock lock(mutex);
    for (const auto& subscriber : subscribers)
        subscriber->enqueue(event, executor);
}

std::uint64_t EventHub::droppedEvents() const noexcept
{
    return dropped->load();
}

} // namespace parley::realtime
