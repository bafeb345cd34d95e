// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/CredentialCheck.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace parley::plugin
{

namespace
{

constexpr std::size_t shortestKey = 16;

bool isKeyCharacter(char c) noexcept
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

bool keyBeginsAt(std::string_view text, std::size_t position) noexcept
{
    const auto rest = text.substr(position);
    if (!rest.starts_with("sk-") && !rest.starts_with("ek_"))
        return false;
    if (position > 0 && isKeyCharacter(text[position - 1]))
        return false;
    const auto end = std::find_if_not(rest.begin(), rest.end(), isKeyCharacter);
    return static_cast<std::size_t>(end - rest.begin()) >= shortestKey;
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool hasUserInfo(std::string_view url)
{
    const auto scheme = url.find("://");
    const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    return authority.find('@') != std::string_view::npos;
}

} // namespace

bool holdsKey(std::string_view text) noexcept
{
    for (std::size_t position = 0; position < text.size(); ++position)
        if (keyBeginsAt(text, position))
            return true;
    return false;
}

bool isCredentialName(std::string_view name)
{
    std::string word = lowerCase(name);
    std::erase_if(word, [](char c) { return c == '_' || c == '-' || c == '.' || c == ' '; });
    const bool isKey = word.ends_with("key") || word.ends_with("token") || word.ends_with("signature") || word == "sig";
    const auto contains = [&](std::string_view part) { return word.find(part) != std::string::npos; };
    return isKey || contains("secret") || contains("password") || contains("authorization") || contains("bearer") ||
           contains("credential");
}

bool holdsCredential(std::string_view url)
{
    if (hasUserInfo(url) || holdsKey(url))
        return true;
    auto query = url.find_first_of("?#");
    while (query != std::string_view::npos)
    {
        const auto begin = query + 1;
        const auto end = url.find_first_of("&;#", begin);
        const auto pair = url.substr(begin, end == std::string_view::npos ? end : end - begin);
        if (isCredentialName(pair.substr(0, pair.find('='))))
            return true;
        query = end;
    }
    return false;
}

} // namespace parley::plugin
