// SPDX-License-Identifier: Apache-2.0
// A file that only its owner can read and that holds a key while this object lives.
#pragma once

#include "Base/Result.h"
#include "Base/Secret.h"

#include <filesystem>
#include <memory>

namespace parley::command
{

class KeyFile
{
public:
    /// In XDG_RUNTIME_DIR, else in the temp directory, under a name nobody has foreseen, with mode 0600.
    [[nodiscard]] static Result<std::unique_ptr<KeyFile>> write(const Secret& key);

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
