// SPDX-License-Identifier: Apache-2.0
// Bridges that are connected to the stub, and the blocks of their host.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "StubService.h"

#include <memory>
#include <vector>

namespace parley::bench
{

class StubBridges
{
public:
    /// Connects so many; ends the program when they are not all ready within 30 s.
    StubBridges(const StubService& stub, const char* role, std::size_t count, int sampleRate);

    [[nodiscard]] std::size_t size() const noexcept { return bridges.size(); }

    /// One block of a tone for each, mono. What each plays is in `heard` until the next call.
    /// @thread audio
    void process(int frames) noexcept;
    [[nodiscard]] bool isSounding(std::size_t bridge) const noexcept { return sounds[bridge]; }

    /// For input of one's own; the first bridge.
    [[nodiscard]] bridge::VoiceBridge& front() noexcept { return *bridges.front(); }

    [[nodiscard]] std::uint64_t underruns() const;

private:
    std::vector<std::unique_ptr<bridge::VoiceBridge>> bridges;
    std::vector<float> input;
    std::vector<float> output;
    std::vector<char> sounds;
};

} // namespace parley::bench
