// SPDX-License-Identifier: Apache-2.0
// What may still be walked of a schema and copied from it: it may lead into itself, more than once in each round.
#pragma once

#include <algorithm>
#include <cstddef>

namespace parley::service
{

class SchemaBudget
{
public:
    SchemaBudget(std::size_t steps, std::size_t bytes)
        : stepsLeft(steps)
        , bytesLeft(bytes)
    {
    }

    [[nodiscard]] bool isSpent() const { return stepsLeft == 0; }

    void walk(std::size_t steps) { stepsLeft -= std::min(steps, stepsLeft); }

    /// False: there is no room for them, nor for anything after them.
    [[nodiscard]] bool take(std::size_t bytes)
    {
        if (bytes > bytesLeft)
            stepsLeft = 0;
        bytesLeft -= std::min(bytes, bytesLeft);
        return !isSpent();
    }

private:
    std::size_t stepsLeft;
    std::size_t bytesLeft;
};

} // namespace parley::service
