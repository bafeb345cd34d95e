// SPDX-License-Identifier: Apache-2.0
#include "Service/InputBuffer.h"

#include <algorithm>

namespace parley::service
{

std::int64_t InputBuffer::append(std::span<const std::int16_t> samples)
{
    held.insert(held.end(), samples.begin(), samples.end());
    const auto excess = std::max<std::int64_t>(0, static_cast<std::int64_t>(held.size()) - capacity);
    dropBefore(first + excess);
    return excess;
}

void InputBuffer::dropBefore(std::int64_t position)
{
    const auto count = std::clamp<std::int64_t>(position - first, 0, static_cast<std::int64_t>(held.size()));
    held.erase(held.begin(), held.begin() + count);
    first += count;
}

std::vector<std::int16_t> InputBuffer::copy(std::int64_t from, std::int64_t to) const
{
    const auto start = std::clamp(from, begin(), end());
    const auto stop = std::clamp(to, start, end());
    return {held.begin() + (start - first), held.begin() + (stop - first)};
}

std::vector<std::int16_t> InputBuffer::take(std::int64_t from, std::int64_t to)
{
    auto taken = copy(from, to);
    dropBefore(std::clamp(to, std::clamp(from, begin(), end()), end()));
    return taken;
}

} // namespace parley::service
