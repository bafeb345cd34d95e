// SPDX-License-Identifier: Apache-2.0
// Counts what `operator new` is asked for in this program, thread by thread.
#pragma once

#include <cstdint>

namespace parley::bench
{

/// Allocations of the calling thread since it began.
[[nodiscard]] std::uint64_t allocationCount() noexcept;

} // namespace parley::bench
