// SPDX-License-Identifier: Apache-2.0
#include "Host/LoadedCode.h"

#include <catch2/catch.hpp>

#include <dlfcn.h>

using parley::host::isCodeLoadedFrom;

TEST_CASE("the directory of a library that is in use is told from one that is not")
{
    Dl_info library{};
    REQUIRE(dladdr(reinterpret_cast<void*>(&dlopen), &library) != 0);
    const auto directory = std::filesystem::canonical(library.dli_fname).parent_path();
    CHECK(isCodeLoadedFrom(directory));
    CHECK(isCodeLoadedFrom(directory.parent_path()));
    CHECK_FALSE(isCodeLoadedFrom(directory / "nothing"));
    CHECK_FALSE(isCodeLoadedFrom(std::filesystem::temp_directory_path() / "no-such-directory"));
}
