// SPDX-License-Identifier: Apache-2.0
// What benches say about many measurements.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ctime>
#include <vector>

namespace parley::bench
{

/// The value below which this share (0 to 1) of the measurements lies; 0 when there are none.
inline double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

inline double median(const std::vector<double>& values)
{
    return quantile(values, 0.5);
}

/// CPU time of the calling thread, which other programs of the machine do not count into.
inline double threadMicroseconds()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

/// Microseconds of CPU time a call: the median of nine rounds of `calls`.
template <typename Work>
double microseconds(int calls, Work&& work)
{
    constexpr int rounds = 9;
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round)
    {
        const auto start = threadMicroseconds();
        for (int call = 0; call < calls; ++call)
            work();
        times.push_back((threadMicroseconds() - start) / calls);
    }
    return median(times);
}

} // namespace parley::bench
