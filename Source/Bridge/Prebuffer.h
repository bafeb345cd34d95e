// SPDX-License-Identifier: Apache-2.0
// How much of an answer must be there before it sounds: more after an underrun, less again when the network is calm.
#pragma once

#include "Bridge/AudioSettings.h"

#include <chrono>

namespace parley::bridge
{

/// Pure: it has no clock, and knows time only as audio that was passed on.
/// @thread one at a time
class Prebuffer
{
public:
    /// What an underrun adds is half of what is wanted, and at least so much.
    static constexpr std::chrono::milliseconds leastGrowth{20};
    /// So much audio in a row without an underrun is calm.
    static constexpr std::chrono::seconds calm{5};
    /// What each calm stretch takes away.
    static constexpr std::chrono::milliseconds shrinkage{10};

    /// Bounds that contradict each other are widened upwards; less than nothing is nothing. Begins anew at `initial`,
    /// unless they are those it has.
    void set(const PrebufferSettings& settings);

    /// An answer ran dry and went on later.
    void underrun();

    /// So much audio was passed on.
    void passed(std::chrono::microseconds audio);

    [[nodiscard]] std::chrono::milliseconds wanted() const noexcept { return current; }

private:
    PrebufferSettings asked;
    PrebufferSettings bounds;
    std::chrono::milliseconds current{bounds.initial};
    std::chrono::microseconds sinceChange{0};
};

} // namespace parley::bridge
