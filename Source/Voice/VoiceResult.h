// SPDX-License-Identifier: Apache-2.0
// The stream of events of one run of a voice pipeline: iterate over it, or have them handed over.
#pragma once

#include "Base/Executor.h"
#include "Voice/VoiceEvent.h"

#include <chrono>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>

namespace parley::voice
{

class PipelineRun;

/// Ends with `sessionEnded` or with an error; every stage has a deadline, so it always does, once the input is closed.
/// Its own end cancels everything at once: nothing is called, sent or spoken any more. @thread any but audio
class VoiceResult
{
public:
    VoiceResult(std::shared_ptr<Executor> usedExecutor, std::shared_ptr<PipelineRun> started);
    ~VoiceResult();
    VoiceResult(VoiceResult&&) noexcept = default;
    VoiceResult& operator=(VoiceResult&& other) noexcept;

    /// Waits for the next event; nothing when there is none any more. Not on the network thread.
    [[nodiscard]] std::optional<VoiceStreamEvent> next();
    /// The same, at most so long; `isOver` tells an end from a wait in vain. With no patience also on the network
    /// thread.
    [[nodiscard]] std::optional<VoiceStreamEvent> next(std::chrono::milliseconds patience);
    [[nodiscard]] bool isOver() const;

    /// From now on the handler is called on the tool pool, in order, one event at a time; it may block. No call comes
    /// after this result has ended, except the one that ends it.
    void handTo(std::function<void(const VoiceStreamEvent&)> handler);

    /// For those who take the events on the network thread: told there, once, when there is an event or the end after
    /// `next` had found nothing.
    void whenAvailable(std::function<void()> told);

    /// For those who have enough speech for now and take more later.
    [[nodiscard]] bool isAudioNext() const;

    /// The answer stops, as when the user speaks: what was not taken of it is gone, and its turn ends as cut.
    void interrupt();

    /// A line of the user's that is answered in its turn, as if it had been spoken. No transcript is told.
    void sendText(std::string text);

    /// Stops everything; no event follows. Idempotent.
    void cancel();

    /// For range-for: each event once.
    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = VoiceStreamEvent;
        using difference_type = std::ptrdiff_t;
        using pointer = const VoiceStreamEvent*;
        using reference = const VoiceStreamEvent&;

        Iterator() = default;
        explicit Iterator(VoiceResult& source)
            : result(&source)
        {
            ++*this;
        }
        [[nodiscard]] reference operator*() const { return *event; }
        [[nodiscard]] pointer operator->() const { return &*event; }
        Iterator& operator++()
        {
            event = result->next();
            return *this;
        }
        [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return !event; }

    private:
        VoiceResult* result = nullptr;
        std::optional<VoiceStreamEvent> event;
    };

    [[nodiscard]] Iterator begin() { return Iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::shared_ptr<Executor> executor;
    std::shared_ptr<PipelineRun> run;
};

} // namespace parley::voice
