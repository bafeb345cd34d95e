// SPDX-License-Identifier: Apache-2.0
// The events of one run on their way from the network thread to whoever takes them.
#pragma once

#include "Base/Executor.h"
#include "Voice/VoiceEvent.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace parley::voice
{

/// @thread any but audio
class VoiceEventQueue : public std::enable_shared_from_this<VoiceEventQueue>
{
public:
    /// Beyond it, `publish` says false: nobody takes the events.
    static constexpr std::size_t capacity = 16384;
    using Handler = std::function<void(const VoiceStreamEvent&)>;

    /// The executor outlives the queue. `taken` is told, on the taker's thread, when audio was taken after none was.
    VoiceEventQueue(Executor& usedExecutor, std::function<void()> taken);

    /// @thread network
    [[nodiscard]] bool publish(VoiceStreamEvent event);
    /// Audio that nobody has taken yet is gone, with the words that would have begun to sound. True when there was
    /// some. @thread network
    [[nodiscard]] bool dropAudio();
    /// The sentences of this turn that have begun to sound, if it is the latest of which any has.
    [[nodiscard]] std::string heardOf(std::uint64_t turn);
    /// No event follows. @thread network
    void end();

    /// The next one, or nothing: there is none any more, or none came in this time.
    [[nodiscard]] std::optional<VoiceStreamEvent> next(std::optional<std::chrono::milliseconds> patience);
    [[nodiscard]] bool isOver();
    [[nodiscard]] bool isAudioNext();

    /// See VoiceResult::whenAvailable.
    void whenAvailable(std::function<void()> told);

    /// The handler is called on the tool pool, in order, one event at a time, from the first that nobody took.
    void handTo(Handler called);
    /// Forgets everything; waits for a call of the handler under way, unless it is called from inside that.
    void close();

    /// Samples taken since the last call.
    [[nodiscard]] std::size_t takeCount();

private:
    [[nodiscard]] std::optional<VoiceStreamEvent> pop();
    void schedule(std::unique_lock<std::mutex>& lock);
    void handOver();
    void tellAvailable();
    void keepHeard(const VoiceStreamEventText& sentence);

    Executor& executor;
    std::function<void()> onTaken;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<VoiceStreamEvent> events;
    std::size_t takenSamples = 0;
    VoiceStreamEventText heard; ///< All that was taken of the latest turn.
    std::function<void()> available;
    Handler handler;
    std::thread::id calling; ///< The thread inside the handler; none: the default.
    bool isScheduled = false;
    bool isTold = false; ///< Of `available`.
    bool isEnded = false;
    bool isClosed = false;
};

} // namespace parley::voice
