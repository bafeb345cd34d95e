// SPDX-License-Identifier: Apache-2.0
// Reads the frames of connections one after the other, in memory that it keeps: speech comes without an allocation.
#pragma once

#include "Wire/ServerEvent.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace parley::wire
{

/// Its memory grows with the largest frame, to some seven times its size, and is let go behind one of more than
/// `largestKeptFrame`. One reader serves any number of connections.
/// @thread one at a time, any but audio
class ServerEventReader
{
public:
    /// Twenty times the largest delta that services were seen to send (48,000 bytes of PCM).
    static constexpr std::size_t largestKeptFrame = std::size_t{1280} * 1024;

    ServerEventReader();
    ~ServerEventReader();
    ServerEventReader(const ServerEventReader&) = delete;
    ServerEventReader& operator=(const ServerEventReader&) = delete;

    /// See `parseServerEvent`.
    [[nodiscard]] Result<ServerEvent> read(std::string_view text, AudioFormat speech = AudioFormat::pcm);

    /// A delta that is used up: the next one is read into its memory.
    void reuse(AudioDelta spent) noexcept;

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::wire
