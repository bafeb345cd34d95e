// SPDX-License-Identifier: Apache-2.0
// A bridge with a session that is busy both ways: the agent speaks without end, and what is said is sent to it.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Support/SpeakingService.h"

#include <vector>

namespace parley::bench
{

class BusyBridge
{
public:
    static constexpr int rate = 48000;

    /// Connected over the loopback to a service of this process, which speaks a little faster than real time, as live
    /// ones do.
    explicit BusyBridge(int framesABlock);

    /// Processes in real time until the agent is heard. False when that takes more than 20 s.
    [[nodiscard]] bool begin();

    /// One block of stereo, in place, as hosts do it.
    void process() noexcept;

    /// Puts the next input into the buffers, as a host does before it calls.
    void fill() noexcept;

    [[nodiscard]] bool isSounding() const noexcept { return left.front() != 0.0F || left.back() != 0.0F; }
    [[nodiscard]] std::uint64_t bytesSent() const noexcept { return service.bytesHeard(); }
    [[nodiscard]] std::uint64_t underruns() const { return bridge.counters().playoutUnderruns; }

private:
    int frames;
    std::vector<float> left;
    std::vector<float> right;
    test::SpeakingService service{{.interval = std::chrono::milliseconds(90)}};
    bridge::VoiceBridge bridge;
};

} // namespace parley::bench
