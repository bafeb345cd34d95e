// SPDX-License-Identifier: Apache-2.0
#include "Auth/Detail/AuthFile.h"

#include "Auth/Detail/Trimmed.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string_view>

namespace parley::auth
{
namespace
{

constexpr std::uintmax_t maxFileBytes = std::uintmax_t{1024} * 1024;

AuthFile unusable(const std::filesystem::path& path, std::string_view why)
{
    log(LogLevel::warning, "The auth file " + path.string() + " " + std::string(why) +
                               " and is ignored: repair or remove it if a key is stored there.");
    return {AuthFile::State::unusable, {}};
}

std::optional<std::string> readText(const std::filesystem::path& path, std::uintmax_t bytes)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())))
        return std::nullopt;
    return text;
}

/// The second name counts only when the first is absent, not when it is blank.
std::string storedKey(const nlohmann::json& record)
{
    for (const auto* name : {"OPENAI_API_KEY", "openai_api_key"})
        if (const auto at = record.find(name); at != record.end())
            return at->is_string() ? trimmed(at->get<std::string>()) : std::string();
    return {};
}

enum class Mode
{
    apiKey,
    signIn,
    unknown
};

Mode modeOf(const nlohmann::json& record)
{
    constexpr std::array<std::string_view, 4> keyModes{"apikey", "apiKey", "api_key", "api"};
    constexpr std::array<std::string_view, 5> signInModes{"chatgpt", "chatgptAuthTokens", "chatgpt_auth_tokens",
                                                          "bedrockApiKey", "bedrock_api_key"};
    const auto at = record.find("auth_mode");
    if (at == record.end() || !at->is_string())
        return Mode::unknown;
    const auto mode = at->get<std::string>();
    if (std::find(keyModes.begin(), keyModes.end(), mode) != keyModes.end())
        return Mode::apiKey;
    return std::find(signInModes.begin(), signInModes.end(), mode) != signInModes.end() ? Mode::signIn : Mode::unknown;
}

} // namespace

AuthFile readAuthFile(const std::filesystem::path& path)
{
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return problem ? unusable(path, "cannot be reached") : AuthFile{};
    const auto bytes = std::filesystem::file_size(path, problem);
    if (problem)
        return unusable(path, "cannot be read");
    if (bytes > maxFileBytes)
        return unusable(path, "is larger than 1 MiB");
    const auto text = readText(path, bytes);
    if (!text)
        return unusable(path, "cannot be read");
    const auto record = nlohmann::json::parse(*text, nullptr, false);
    if (!record.is_object())
        return unusable(path, "is not a JSON object");

    auto key = storedKey(record);
    const auto mode = modeOf(record);
    const bool isSignIn = mode == Mode::signIn || (mode == Mode::unknown && key.empty() && record.contains("tokens"));
    if (isSignIn)
        return {AuthFile::State::signInOnly, {}};
    return {AuthFile::State::read, Secret(std::move(key))};
}

} // namespace parley::auth
