// SPDX-License-Identifier: Apache-2.0
#include "AllocationCount.h"

#include <cstdlib>
#include <new>

namespace
{

thread_local std::uint64_t allocations = 0;

} // namespace

std::uint64_t parley::bench::allocationCount() noexcept
{
    return allocations;
}

// The forms that are not replaced call these.
void* operator new(std::size_t bytes)
{
    ++allocations;
    if (void* memory = std::malloc(bytes == 0 ? 1 : bytes))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
