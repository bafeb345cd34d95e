// SPDX-License-Identifier: Apache-2.0
// The far end of the voice bench: a service whose engines take a time that is known, and the least a client can be.
#pragma once

#include "Support/StreamingPeer.h"
#include "Voice/VoiceService.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::bench
{

using VoiceClock = std::chrono::steady_clock;

/// How long the engines of the stub take, from the whole request to what the next stage can begin with.
struct EngineTimes
{
    std::chrono::milliseconds hearing{0};
    std::chrono::milliseconds answering{0};
    std::chrono::milliseconds speaking{0};
    /// How much faster than it sounds the speech is made, after its first 20 ms; 0: all at once.
    double speechRate = 0;
    std::size_t speechMs = 200; ///< Of each sentence.
};

/// Hears "hello", answers "Hello there." and speaks a tone, over HTTP. @thread any
class VoiceStub
{
public:
    explicit VoiceStub(EngineTimes wanted);

    [[nodiscard]] std::shared_ptr<voice::VoiceService> service() const;
    [[nodiscard]] std::uint16_t port() const { return peer.port(); }
    /// How long requests were really held since the last call, all together, up to the first thing that can be used.
    [[nodiscard]] double takeHeldMs();
    /// Requests are not answered any more; when the latest of them was left by its client.
    void hold() { holds = true; }
    [[nodiscard]] std::size_t held() const { return heldNow; }
    [[nodiscard]] VoiceClock::time_point lastLeft() const { return left.load(); }

private:
    void answer(const test::ReceivedRequest& request, test::AnswerWriter& writer);
    void speak(test::AnswerWriter& writer, VoiceClock::time_point began);
    void keep(VoiceClock::time_point began);

    EngineTimes times;
    std::atomic<std::int64_t> heldNanoseconds{0};
    std::atomic<bool> holds{false};
    std::atomic<std::size_t> heldNow{0};
    std::atomic<VoiceClock::time_point> left{};
    test::StreamingPeer peer; ///< Last: it ends before what it uses.
};

/// One blocking socket that makes the three requests of a turn, prepared beforehand, one after the other, and looks for
/// nothing but the bytes that the next one waits for.
class BareClient
{
public:
    explicit BareClient(std::uint16_t port);
    ~BareClient();
    BareClient(const BareClient&) = delete;
    BareClient& operator=(const BareClient&) = delete;

    /// From the first request to the first 20 ms of speech.
    [[nodiscard]] double turnMs();
    /// Of a request for speech alone.
    [[nodiscard]] double speechMs();

private:
    void ask(const std::string& request, const std::string& awaited, std::size_t more);
    void readToEnd();

    struct Socket;
    std::unique_ptr<Socket> socket;
};

} // namespace parley::bench
