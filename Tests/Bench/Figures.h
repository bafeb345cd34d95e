// SPDX-License-Identifier: Apache-2.0
// The figures of one run of the benchmarks, under their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::bench
{

struct Figure
{
    std::string name; ///< "<bench>.<figure>", for instance "resampler.alias_db"; a peer's ends in its own name.
    double value = 0;
    std::string unit;
};

class Figures
{
public:
    /// How much is measured: quick runs take seconds and are rough.
    explicit Figures(bool quick)
        : isQuickRun(quick)
    {
    }

    /// Keeps the figure, and says on stderr that it is there.
    void add(std::string_view name, double value, std::string_view unit);

    /// To stdout: how the figures stand to those of their peers first, then a table for each bench.
    void print() const;

    [[nodiscard]] bool isQuick() const noexcept { return isQuickRun; }

    /// One flat JSON object: name to value.
    [[nodiscard]] std::string json() const;

private:
    bool isQuickRun;
    std::vector<Figure> figures;
};

} // namespace parley::bench
