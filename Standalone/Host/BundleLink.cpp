// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleLink.h"

#include <stdlib.h>
#include <string>
#include <utility>

namespace parley::host
{

Result<std::unique_ptr<BundleLink>> BundleLink::create(const std::filesystem::path& bundle)
{
    std::error_code problem;
    auto name = (std::filesystem::temp_directory_path(problem) / "parley-host-XXXXXX").string();
    if (!problem && mkdtemp(name.data()) != nullptr)
    {
        auto link = std::make_unique<BundleLink>(name);
        std::filesystem::create_directory_symlink(bundle, link->directory() / bundle.filename(), problem);
        if (!problem)
            return link;
    }
    return Error{ErrorCode::fileInvalid,
                 "A temporary directory could not be made: set TMPDIR to a directory that can be written to.",
                 "plugin"};
}

BundleLink::BundleLink(std::filesystem::path made)
    : path(std::move(made))
{
}

BundleLink::~BundleLink()
{
    std::error_code ignored; // A directory that stays behind in the temporary place harms nobody.
    std::filesystem::remove_all(path, ignored);
}

} // namespace parley::host
