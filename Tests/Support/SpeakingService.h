// SPDX-License-Identifier: Apache-2.0
// A realtime service that says one long answer to each connection, at a pace of one's own, and reads what it is sent.
#pragma once

#include "Support/TcpPeer.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace parley::test
{

struct SpeechPace
{
    std::chrono::milliseconds delta{100};    ///< What one message holds.
    std::chrono::milliseconds interval{100}; ///< From one to the next: the same as `delta` is real time.
    int deltas = 5000;                       ///< After them the answer is done, and nothing more comes.
    bool hangsUp = false;                    ///< After the answer the connection ends without a word.
};

class SpeakingService
{
public:
    explicit SpeakingService(const SpeechPace& wanted);

    /// ws://127.0.0.1:...
    [[nodiscard]] std::string url() const;

    [[nodiscard]] std::uint64_t bytesHeard() const noexcept { return heard; }
    [[nodiscard]] int connections() const noexcept { return accepted; }

private:
    void speak(TcpSocket& socket);
    void listen(TcpSocket& socket);
    [[nodiscard]] bool greet(TcpSocket& socket);
    [[nodiscard]] bool answer(TcpSocket& socket, int connection);

    SpeechPace pace;
    std::atomic<std::uint64_t> heard{0};
    std::atomic<int> accepted{0};
    TcpPeer peer; ///< The last one: it ends its scripts before what they use is gone.
};

} // namespace parley::test
