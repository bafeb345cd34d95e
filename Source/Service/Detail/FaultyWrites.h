// SPDX-License-Identifier: Apache-2.0
// What a plan of faults does to the bytes of a WebSocket on their way out. Only for ServerStream.h.
#pragma once

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace parley::service
{

/// Sees whole writes: each begins a frame, or goes on with the one before.
/// @thread network
class FaultyWrites
{
public:
    bool dropsPongs = false; ///< The client's PINGs stay without an answer.
    bool isHolding = false;  ///< Frames wait, and go out as one with the first that does not.

    /// What is to be written now in place of these bytes; maybe nothing.
    template <typename Buffers>
    [[nodiscard]] std::string pass(const Buffers& buffers)
    {
        const auto size = boost::asio::buffer_size(buffers);
        if (left == 0)
            beginFrame(buffers);
        left -= std::min<std::uint64_t>(left, size);
        if (!(isPong && dropsPongs))
        {
            const auto before = held.size();
            held.resize(before + size);
            boost::asio::buffer_copy(boost::asio::buffer(held) + before, buffers);
        }
        return isHolding ? std::string() : std::exchange(held, {});
    }

private:
    /// RFC 6455, 5.2. Frames of a server have no mask.
    template <typename Buffers>
    void beginFrame(const Buffers& buffers)
    {
        std::array<std::uint8_t, 10> head{};
        boost::asio::buffer_copy(boost::asio::buffer(head), buffers);
        constexpr std::uint8_t pong = 0xA;
        isPong = (head[0] & 0xFU) == pong;
        const auto length = head[1] & 0x7FU;
        const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
        std::uint64_t payload = more == 0 ? length : 0;
        for (std::size_t i = 0; i < more; ++i)
            payload = payload << 8U | head.at(2 + i);
        left = 2 + more + payload;
    }

    std::string held;
    std::uint64_t left = 0; ///< Of the frame that is being written.
    bool isPong = false;
};

} // namespace parley::service
