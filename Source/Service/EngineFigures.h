// SPDX-License-Identifier: Apache-2.0
// How much the engines have done, and how long it took them.
#pragma once

#include "Service/EngineJob.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace parley::service
{

struct EngineSum
{
    std::uint64_t jobs = 0;
    std::uint64_t failures = 0;
    double seconds = 0.0; ///< Spent on a worker, without the wait for it.
};

struct EngineFigures
{
    /// In the order of the kinds of EngineWork.
    static constexpr std::array<std::string_view, std::variant_size_v<EngineWork>> kinds = {"recognise", "answer",
                                                                                            "speak", "read"};

    std::array<EngineSum, kinds.size()> byKind{};
    std::size_t waiting = 0;
    std::uint64_t refused = 0;
};

} // namespace parley::service
