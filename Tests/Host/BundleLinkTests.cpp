// SPDX-License-Identifier: Apache-2.0
#include "Host/BundleLink.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <unistd.h>

using parley::host::BundleLink;

TEST_CASE("a bundle is reached alone through its link, and stays when the link is gone")
{
    const auto bundle = std::filesystem::temp_directory_path() / ("bundle-" + std::to_string(getpid()) + ".lv2");
    std::filesystem::create_directory(bundle);
    std::ofstream(bundle / "manifest.ttl") << "content";
    std::filesystem::path directory;
    {
        const auto link = BundleLink::create(bundle);
        REQUIRE(link);
        directory = link.value()->directory();
        CHECK(std::distance(std::filesystem::directory_iterator(directory), {}) == 1);
        CHECK(std::filesystem::exists(directory / bundle.filename() / "manifest.ttl"));
    }
    CHECK_FALSE(std::filesystem::exists(directory));
    CHECK(std::filesystem::exists(bundle / "manifest.ttl"));
    std::filesystem::remove_all(bundle);
}
