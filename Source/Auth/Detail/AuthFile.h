// SPDX-License-Identifier: Apache-2.0
// The key stored in a Codex auth file.
#pragma once

#include "Base/Secret.h"

#include <filesystem>

namespace parley::auth
{

struct AuthFile
{
    enum class State
    {
        absent,
        unusable,   ///< Cannot be read, is too large, or is not a JSON object; a warning was logged.
        signInOnly, ///< A ChatGPT or Bedrock sign-in: its key, if any, is not for this service.
        read
    };

    State state = State::absent;
    Secret key; ///< Empty unless the record is one of an API key.
};

/// Files over 1 MiB are not read.
/// @thread pool or a thread of the caller's own: reads the file
[[nodiscard]] AuthFile readAuthFile(const std::filesystem::path& path);

} // namespace parley::auth
