// SPDX-License-Identifier: Apache-2.0
// The echo mode `gate`: while the agent sounds, and a moment longer, nothing is heard of the user. Pure.
#pragma once

#include <chrono>

namespace parley::bridge
{

/// @thread one at a time
class HalfDuplex
{
public:
    void use(std::chrono::milliseconds holdAfterwards) noexcept { hold = holdAfterwards; }

    /// For each 10 ms, in order: whether what the microphone hears is passed on.
    [[nodiscard]] bool passes(bool agentSounds) noexcept;

private:
    std::chrono::milliseconds hold{300};
    std::chrono::milliseconds left{0};
};

} // namespace parley::bridge
