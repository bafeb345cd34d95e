// SPDX-License-Identifier: Apache-2.0
#include "Auth/Detail/KeyFromFile.h"

#include "Auth/Detail/Trimmed.h"

#include <fstream>
#include <utility>

namespace parley::auth
{
namespace
{

/// Far more than any key has; keeps a wrong file, or an endless one, from being read whole.
constexpr std::size_t longestFile = 16384;

} // namespace

KeyFromFile::KeyFromFile(std::filesystem::path stored)
    : path(std::move(stored))
{
}

std::string KeyFromFile::name() const
{
    return path.string();
}

Result<ApiKey> KeyFromFile::take(const std::stop_token&)
{
    const auto file = "The key file " + path.string();
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return Error{ErrorCode::fileNotFound, file + " is not there: correct its path, or write the key into it.",
                     name()};
    if (std::filesystem::is_directory(path, problem))
        return Error{ErrorCode::fileInvalid, file + " is a folder: name the file in it that holds the key.", name()};
    std::ifstream stream(path, std::ios::binary);
    std::string text(longestFile + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (stream.bad() || (!stream.is_open()))
        return Error{ErrorCode::fileInvalid, file + " cannot be read: check who may read it.", name()};
    if (text.size() > longestFile)
        return Error{ErrorCode::fileInvalid, file + " is larger than 16 KiB: it must hold the key and nothing else.",
                     name()};
    Secret key(trimmed(text));
    if (key.empty())
        return Error{ErrorCode::fileInvalid, file + " is empty: write the key into it.", name()};
    if (key.reveal().find_first_of("\r\n") != std::string::npos)
        return Error{ErrorCode::fileInvalid, file + " has more than one line: it must hold the key and nothing else.",
                     name()};
    return ApiKey{std::move(key), name()};
}

} // namespace parley::auth
