// SPDX-License-Identifier: Apache-2.0
// What tokens cost, in the words of whoever wrote the agents file: Parley knows no prices of its own.
#pragma once

#include "Realtime/Event.h"

#include <string>

namespace parley::cast
{

/// Of a million tokens each.
struct Prices
{
    std::string currency; ///< As it is to be shown, for instance "USD".
    double textInput = 0;
    double audioInput = 0;
    double cachedInput = 0; ///< Of input that the service still knew, whatever its kind.
    double textOutput = 0;
    double audioOutput = 0;

    /// An estimate: the service says how much of the input it still knew, and not of which kind that was, so both kinds
    /// are taken to have the same share of it. What it counts as neither text nor audio is taken for text.
    /// @thread any
    [[nodiscard]] double costOf(const realtime::Usage& usage) const noexcept;

    [[nodiscard]] bool operator==(const Prices&) const = default;
};

} // namespace parley::cast
