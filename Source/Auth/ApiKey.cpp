// SPDX-License-Identifier: Apache-2.0
#include "Auth/ApiKey.h"

#include "Auth/Detail/AuthFile.h"
#include "Auth/Detail/KeyStoreSetting.h"
#include "Auth/Detail/Trimmed.h"

#include <cstdlib>
#include <vector>

namespace parley::auth
{
namespace
{

std::string valueOf(const Surroundings& surroundings, const char* name)
{
    return surroundings.environment ? trimmed(surroundings.environment(name).value_or(std::string())) : std::string();
}

/// Where the key may be stored, in the order that is searched.
std::vector<std::filesystem::path> candidates(const Surroundings& surroundings)
{
    if (const auto chosen = valueOf(surroundings, "CODEX_HOME"); !chosen.empty())
        return {std::filesystem::path(chosen) / "auth.json", std::filesystem::path(chosen) / ".credentials.json"};
    if (surroundings.home.empty())
        return {};
    const auto codex = surroundings.home / ".codex";
    const auto config = surroundings.home / ".config";
    return {codex / "auth.json", codex / ".credentials.json", config / "codex" / "credentials.json",
            config / "openai" / "codex.json", codex / "credentials.json"};
}

/// The auth file is not to be believed where config.toml says that credentials lie elsewhere.
bool isKeyringChosen(const Surroundings& surroundings)
{
    const auto chosen = valueOf(surroundings, "CODEX_HOME");
    if (chosen.empty() && surroundings.home.empty())
        return false;
    const auto folder = chosen.empty() ? surroundings.home / ".codex" : std::filesystem::path(chosen);
    if (!keepsKeysInKeyring(folder / "config.toml"))
        return false;
    log(LogLevel::warning,
        (folder / "config.toml").string() +
            " says that credentials are in the keyring, which Parley does not read, so the auth file "
            "is ignored: set CODEX_API_KEY or OPENAI_API_KEY.");
    return true;
}

Error noKey(bool hasOnlySignIn)
{
    const std::string advice = "set CODEX_API_KEY or OPENAI_API_KEY, or store OPENAI_API_KEY in auth.json under "
                               "CODEX_HOME";
    if (hasOnlySignIn)
        return {ErrorCode::noApiKey,
                "The auth file holds a ChatGPT sign-in, which is not enough for realtime and voice; an API key is "
                "still needed: " +
                    advice + ".",
                "auth",
                {},
                {}};
    return {ErrorCode::noApiKey, "No API key was found: " + advice + ".", "auth"};
}

} // namespace

Surroundings Surroundings::ofProcess()
{
    Surroundings surroundings;
    surroundings.environment = [](const char* name) -> std::optional<std::string>
    {
        const auto* value = std::getenv(name);
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    for (const auto* variable : {"HOME", "USERPROFILE"})
        if (surroundings.home.empty())
            surroundings.home = surroundings.environment(variable).value_or(std::string());
    return surroundings;
}

Result<ApiKey> findApiKey(const Surroundings& surroundings)
{
    if (auto key = valueOf(surroundings, "CODEX_API_KEY"); !key.empty())
        return ApiKey{Secret(std::move(key)), "CODEX_API_KEY"};
    bool hasOnlySignIn = false;
    const auto places = isKeyringChosen(surroundings) ? std::vector<std::filesystem::path>() : candidates(surroundings);
    for (const auto& path : places)
    {
        const auto record = readAuthFile(path);
        if (record.state == AuthFile::State::absent)
            continue;
        if (!record.key.empty())
            return ApiKey{record.key, path.string()};
        hasOnlySignIn = record.state == AuthFile::State::signInOnly;
        break; // The first file that is there decides, whatever it holds.
    }
    if (auto key = valueOf(surroundings, "OPENAI_API_KEY"); !key.empty())
        return ApiKey{Secret(std::move(key)), "OPENAI_API_KEY"};
    return noKey(hasOnlySignIn);
}

} // namespace parley::auth
