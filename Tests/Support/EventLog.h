// SPDX-License-Identifier: Apache-2.0
// Collects a session's events and lets a test wait for one of them.
#pragma once

#include "Realtime/Event.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace parley::test
{

/// Must outlive the session that it observes.
class EventLog
{
public:
    static constexpr std::chrono::seconds patience{30};

    [[nodiscard]] realtime::EventHandler handler()
    {
        return [this](const realtime::Event& event)
        {
            const std::scoped_lock lock(mutex);
            events.push_back(event);
            changed.notify_all();
        };
    }

    /// The first event of this type that is so, behind the one that was awaited last; nothing when none comes in time.
    template <typename T>
    std::optional<T> await(const std::function<bool(const T&)>& isSo = [](const T&) { return true; })
    {
        std::unique_lock lock(mutex);
        const auto deadline = std::chrono::steady_clock::now() + patience;
        for (;;)
        {
            for (; cursor < events.size(); ++cursor)
                if (const auto* one = std::get_if<T>(&events[cursor]); one != nullptr && isSo(*one))
                    return std::get<T>(events[cursor++]);
            if (changed.wait_until(lock, deadline) == std::cv_status::timeout)
                return std::nullopt;
        }
    }

    [[nodiscard]] bool becomes(realtime::ConnectionState state)
    {
        return await<realtime::ConnectionChanged>([state](const auto& change) { return change.state == state; })
            .has_value();
    }

    template <typename T>
    [[nodiscard]] std::size_t count() const
    {
        const std::scoped_lock lock(mutex);
        std::size_t found = 0;
        for (const auto& event : events)
            found += std::holds_alternative<T>(event) ? 1 : 0;
        return found;
    }

private:
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::vector<realtime::Event> events;
    std::size_t cursor = 0;
};

} // namespace parley::test
