// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadedCode.h"

#include <algorithm>
#include <link.h>

namespace parley::host
{

namespace
{

bool isInside(const std::filesystem::path& file, const std::filesystem::path& directory)
{
    const auto differs = std::mismatch(directory.begin(), directory.end(), file.begin(), file.end());
    return differs.first == directory.end();
}

struct Search
{
    const std::filesystem::path& directory;
    bool found = false;
};

int look(dl_phdr_info* library, std::size_t, void* data)
{
    auto& search = *static_cast<Search*>(data);
    std::error_code problem;
    const auto file = std::filesystem::weakly_canonical(library->dlpi_name, problem);
    search.found = !problem && isInside(file, search.directory);
    return search.found ? 1 : 0;
}

} // namespace

bool isCodeLoadedFrom(const std::filesystem::path& directory)
{
    Search search{directory};
    dl_iterate_phdr(look, &search);
    return search.found;
}

} // namespace parley::host
