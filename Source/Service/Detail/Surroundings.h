// SPDX-License-Identifier: Apache-2.0
// What the service takes from the machine: the time and true randomness. Only for ServiceServer.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace parley::service
{

inline std::uint64_t makeSeed()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

inline std::int64_t secondsSinceEpoch()
{
    const auto epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(epoch).count();
}

} // namespace parley::service
