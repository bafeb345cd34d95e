// SPDX-License-Identifier: Apache-2.0
// Messages that wait to be sent: bounded by bytes; a message that does not fit is refused and counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace parley::net
{

/// @thread network
class SendQueue
{
public:
    explicit SendQueue(std::size_t maxBytes)
        : capacity(maxBytes)
    {
    }

    [[nodiscard]] bool push(std::string text)
    {
        if (text.size() > capacity - bytes)
        {
            refuse();
            return false;
        }
        bytes += text.size();
        messages.push_back(std::move(text));
        return true;
    }

    /// Counts a message that was not even offered.
    void refuse() { ++refused; }

    [[nodiscard]] bool isEmpty() const noexcept { return messages.empty(); }

    /// Stays where it is until `pop`, whatever is pushed meanwhile.
    [[nodiscard]] const std::string& front() const { return messages.front(); }

    void pop()
    {
        bytes -= messages.front().size();
        messages.pop_front();
    }

    [[nodiscard]] std::size_t queuedBytes() const noexcept { return bytes; }
    [[nodiscard]] std::uint64_t refusedMessages() const noexcept { return refused; }

private:
    std::size_t capacity;
    std::size_t bytes = 0; ///< Never more than `capacity`.
    std::uint64_t refused = 0;
    std::deque<std::string> messages;
};

} // namespace parley::net
