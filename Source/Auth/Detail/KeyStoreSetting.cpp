// SPDX-License-Identifier: Apache-2.0
#include "Auth/Detail/KeyStoreSetting.h"

#include "Auth/Detail/Trimmed.h"

#include <fstream>
#include <sstream>

namespace parley::auth
{
namespace
{

constexpr std::uintmax_t largestConfig = std::uintmax_t{1024} * 1024;

/// "value" or 'value', with a comment behind it or not.
std::optional<std::string> stringIn(const std::string& text)
{
    if (text.empty() || (text.front() != '"' && text.front() != '\''))
        return std::nullopt;
    const auto end = text.find(text.front(), 1);
    return end == std::string::npos ? std::nullopt : std::optional(text.substr(1, end - 1));
}

} // namespace

std::optional<std::string> topLevelString(std::string_view toml, std::string_view name)
{
    std::istringstream lines{std::string(toml)};
    for (std::string line; std::getline(lines, line);)
    {
        const auto content = trimmed(line);
        if (content.starts_with('['))
            return std::nullopt;
        const auto sign = content.find('=');
        if (sign != std::string::npos && trimmed(content.substr(0, sign)) == name)
            return stringIn(trimmed(content.substr(sign + 1)));
    }
    return std::nullopt;
}

bool keepsKeysInKeyring(const std::filesystem::path& config)
{
    std::error_code problem;
    const auto bytes = std::filesystem::file_size(config, problem);
    if (problem || bytes > largestConfig)
        return false;
    std::ifstream file(config, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return topLevelString(content.str(), "cli_auth_credentials_store") == "keyring";
}

} // namespace parley::auth
