// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/PolyphaseFilter.h"

#include "Base/Detail/LibraryWide.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <numeric>
#include <utility>

namespace parley::audio::detail
{
namespace
{

constexpr double periodsOfLowerRate = 96;
constexpr double cutoff = 0.96;
constexpr double beta = 10.6;

/// Between so many rows in one period of the lower rate a sinc lies on a line.
constexpr double rowsOfPeriod = 1024;

/// The modified Bessel function of the first kind and order 0, by its power series.
double besselI0(double x)
{
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-12; ++k)
    {
        term *= x * x / (4.0 * k * k);
        sum += term;
    }
    return sum;
}

/// The filter at this distance from its middle, in input frames. `band`: its cut-off against the input's Nyquist
/// frequency.
double impulseResponse(double distance, double band, double halfLength)
{
    const double share = distance / halfLength;
    if (std::abs(share) >= 1)
        return 0;
    const double angle = std::numbers::pi * band * distance;
    const double sinc = std::abs(angle) < 1e-9 ? 1.0 : std::sin(angle) / angle;
    return sinc * besselI0(beta * std::sqrt(1 - share * share));
}

void designRow(double behind, double band, std::size_t taps, float* row)
{
    const double half = static_cast<double>(taps) / 2;
    std::vector<double> exact(taps);
    for (std::size_t tap = 0; tap < taps; ++tap)
        exact[tap] = impulseResponse(static_cast<double>(tap) - (half - 1) - behind, band, half);
    const double sum = std::accumulate(exact.begin(), exact.end(), 0.0);
    std::transform(exact.begin(), exact.end(), row, [sum](double one) { return static_cast<float>(one / sum); });
}

PolyphaseFilter design(std::uint64_t up, std::uint64_t down)
{
    const auto inputsOfPeriod = std::max(1.0, static_cast<double>(down) / static_cast<double>(up));
    PolyphaseFilter filter;
    filter.up = up;
    filter.down = down;
    const auto wanted = static_cast<std::size_t>(std::ceil(periodsOfLowerRate * inputsOfPeriod));
    filter.taps =
        (wanted + PolyphaseFilter::tapsAtOnce - 1) / PolyphaseFilter::tapsAtOnce * PolyphaseFilter::tapsAtOnce;
    filter.rowsOfStep = std::min(up, static_cast<std::uint64_t>(std::ceil(rowsOfPeriod / inputsOfPeriod)));
    filter.coefficients.resize((filter.rowsOfStep + 1) * filter.taps);
    for (std::uint64_t row = 0; row <= filter.rowsOfStep; ++row)
        designRow(static_cast<double>(row) / static_cast<double>(filter.rowsOfStep), cutoff / inputsOfPeriod,
                  filter.taps, filter.coefficients.data() + row * filter.taps);
    return filter;
}

struct Designed
{
    std::mutex mutex;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::weak_ptr<const PolyphaseFilter>> filters;
};

Designed& designed()
{
    static LibraryWide<Designed> shared;
    return shared.get();
}

} // namespace

std::shared_ptr<const PolyphaseFilter> PolyphaseFilter::between(int fromRate, int toRate)
{
    const auto common = std::gcd(fromRate, toRate);
    const auto up = static_cast<std::uint64_t>(toRate / common);
    const auto down = static_cast<std::uint64_t>(fromRate / common);
    auto& shared = designed();
    const std::scoped_lock lock(shared.mutex);
    std::erase_if(shared.filters, [](const auto& entry) { return entry.second.expired(); });
    auto& kept = shared.filters[{up, down}];
    auto filter = kept.lock();
    if (filter == nullptr)
        kept = filter = std::make_shared<const PolyphaseFilter>(design(up, down));
    return filter;
}

} // namespace parley::audio::detail
