// SPDX-License-Identifier: Apache-2.0
#include "Host/BlockSizes.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using parley::host::BlockSizes;

namespace
{

std::vector<int> sizesOf(BlockSizes blocks, int count)
{
    std::vector<int> sizes;
    for (int block = 0; block < count; ++block)
        sizes.push_back(blocks.next());
    return sizes;
}

} // namespace

TEST_CASE("fixed blocks are all of the size that was asked for")
{
    CHECK(sizesOf(BlockSizes::fixed(480), 3) == std::vector<int>{480, 480, 480});
}

TEST_CASE("random blocks are the same in each run")
{
    CHECK(sizesOf(BlockSizes::random(), 100) == sizesOf(BlockSizes::random(), 100));
}

TEST_CASE("random blocks reach from nothing to the largest size, and never beyond")
{
    const auto sizes = sizesOf(BlockSizes::random(), 50000);
    CHECK(*std::ranges::min_element(sizes) == 0);
    CHECK(*std::ranges::max_element(sizes) == BlockSizes::random().largest());
}
