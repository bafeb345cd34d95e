// SPDX-License-Identifier: GPL-3.0-or-later
// A directory of its own with nothing in it but a link to one bundle, for searches that read whole directories.
#pragma once

#include "Base/Result.h"

#include <filesystem>
#include <memory>

namespace parley::host
{

/// The directory is gone with this object; the bundle stays.
class BundleLink
{
public:
    /// `bundle` is absolute.
    [[nodiscard]] static Result<std::unique_ptr<BundleLink>> create(const std::filesystem::path& bundle);

    explicit BundleLink(std::filesystem::path made);
    ~BundleLink();
    BundleLink(const BundleLink&) = delete;
    BundleLink& operator=(const BundleLink&) = delete;

    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return path; }

private:
    std::filesystem::path path;
};

} // namespace parley::host
