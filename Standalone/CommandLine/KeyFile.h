// SPDX-License-Identifier: Apache-2.0
// A file that only its owner can read and that holds a key, or a certificate, while this object lives.
#pragma once

#include "Base/Result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace parley::command
{

class KeyFile
{
public:
    /// In XDG_RUNTIME_DIR, else in the temp directory, under a name nobody has foreseen that has this ending, with mode
    /// 0600.
    [[nodiscard]] static Result<std::unique_ptr<KeyFile>> write(std::string_view content,
                                                                std::string_view ending = ".key");

    /// Removes the file.
    ~KeyFile();
    KeyFile(const KeyFile&) = delete;
    KeyFile& operator=(const KeyFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return file; }

private:
    explicit KeyFile(std::filesystem::path written);
    std::filesystem::path file;
};

} // namespace parley::command
