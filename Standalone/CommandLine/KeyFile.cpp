// SPDX-License-Identifier: Apache-2.0
#include "KeyFile.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

namespace parley::command
{
namespace
{

std::filesystem::path directory()
{
    std::error_code failed;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && std::filesystem::is_directory(runtime, failed))
        return runtime;
    const auto temporary = std::filesystem::temp_directory_path(failed);
    return failed ? std::filesystem::path("/tmp") : temporary;
}

Error cannotWrite(const std::filesystem::path& file)
{
    return {ErrorCode::fileInvalid,
            "Cannot write a key file in " + file.parent_path().string() +
                ": set XDG_RUNTIME_DIR to a directory of yours, or give a key in PARLEY_SERVICE_KEY.",
            "key file", "", std::strerror(errno)};
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty())
    {
        const auto count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace

Result<std::unique_ptr<KeyFile>> KeyFile::write(std::string_view content, std::string_view ending)
{
    auto name = (directory() / "parley-service-XXXXXX").string() + std::string(ending);
    const int descriptor = ::mkstemps(name.data(), static_cast<int>(ending.size()));
    if (descriptor < 0)
        return cannotWrite(name);
    std::unique_ptr<KeyFile> written(new KeyFile(name));
    const bool isWritten = writeAll(descriptor, std::string(content) + "\n");
    const bool isClosed = ::close(descriptor) == 0;
    if (!isWritten || !isClosed)
        return cannotWrite(name);
    return written;
}

KeyFile::KeyFile(std::filesystem::path written)
    : file(std::move(written))
{
}

KeyFile::~KeyFile()
{
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
}

} // namespace parley::command
