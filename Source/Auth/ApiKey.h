// SPDX-License-Identifier: Apache-2.0
// Finds the API key: CODEX_API_KEY, then the auth file, then OPENAI_API_KEY (Realtime and Voice Guide, "Auth").
#pragma once

#include "Base/Result.h"
#include "Base/Secret.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace parley::auth
{

struct ApiKey
{
    Secret key;
    std::string source;   ///< Where it was found, fit to be shown: "CODEX_API_KEY", the auth file's path, ...
    bool isToken = false; ///< Short-lived, from a token server: sent as Bearer by every kind of service.
};

/// What the look-up reads of the world. The default reads the process environment; tests give their own.
struct Surroundings
{
    std::function<std::optional<std::string>(const char* name)> environment;
    std::filesystem::path home;

    /// @thread any but audio
    [[nodiscard]] static Surroundings ofProcess();
};

/// The first key found wins; blank values count as unset. No key at all is an error of code noApiKey that names the
/// three places, and says so when the auth file holds only a ChatGPT sign-in.
/// Reads files: @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<ApiKey> findApiKey(const Surroundings& surroundings = Surroundings::ofProcess());

} // namespace parley::auth
