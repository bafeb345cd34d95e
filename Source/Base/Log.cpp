// SPDX-License-Identifier: Apache-2.0
#include "Base/Log.h"

#include "Base/Detail/LibraryWide.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <vector>

namespace parley
{
namespace
{

constexpr std::size_t shortestSecret = 4;
constexpr std::size_t mostSecrets = 512;
constexpr std::string_view mask = "[removed]";

struct SecretRegistry
{
    std::mutex mutex;
    std::deque<std::string> secrets;
};

SecretRegistry& registry()
{
    static LibraryWide<SecretRegistry> shared;
    return shared.get();
}

struct SinkHolder
{
    std::mutex mutex;
    LogSink sink;
};

SinkHolder& sinkHolder()
{
    static LibraryWide<SinkHolder> shared;
    return shared.get();
}

void replaceAll(std::string& text, std::string_view what)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + mask.size()))
        text.replace(at, what.size(), mask);
}

enum class Before
{
    anything,
    boundary
};

char lower(char letter)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool isWordCharacter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

bool isKeyCharacter(char letter)
{
    return isWordCharacter(letter) || letter == '-' || letter == '_' || letter == '*';
}

bool isTokenCharacter(char letter)
{
    return isKeyCharacter(letter) || letter == '.' || letter == '~' || letter == '+' || letter == '/' || letter == '=';
}

/// Where `what` stands in `text` from `from` on, in any case of letters.
std::size_t findAnyCase(std::string_view text, std::string_view what, std::size_t from)
{
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size()));
    const auto found = std::search(begin, text.end(), what.begin(), what.end(),
                                   [](char left, char right) { return lower(left) == lower(right); });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

/// Masks the run of secret characters behind each `marker`; a marker that is a key's own beginning goes with it.
void maskAfter(std::string& text, std::string_view marker, Before before, bool (*isSecret)(char))
{
    for (auto at = findAnyCase(text, marker, 0); at != std::string::npos; at = findAnyCase(text, marker, at + 1))
    {
        if (before == Before::boundary && at > 0 && isWordCharacter(text[at - 1]))
            continue;
        const auto secretBegin = at + marker.size();
        auto end = secretBegin;
        while (end < text.size() && isSecret(text[end]))
            ++end;
        if (end - secretBegin < shortestSecret)
            continue;
        const auto from = before == Before::boundary ? at : secretBegin;
        text.replace(from, end - from, mask);
        at = from;
    }
}

/// Masks the value in name=value, name: value and "name":"value".
void maskAssigned(std::string& text, std::string_view name)
{
    constexpr std::string_view around = " \t\"'";
    constexpr std::string_view behind = " \t\r\n\"',;";
    for (auto at = findAnyCase(text, name, 0); at != std::string::npos; at = findAnyCase(text, name, at + 1))
    {
        const auto sign = text.find_first_not_of(around, at + name.size());
        if (sign == std::string::npos || (text[sign] != ':' && text[sign] != '='))
            continue;
        const auto value = text.find_first_not_of(around, sign + 1);
        if (value == std::string::npos)
            return;
        const auto end = std::min(text.find_first_of(behind, value), text.size());
        text.replace(value, end - value, mask);
    }
}

/// Masks user and password of an address.
void maskUserInfo(std::string& text)
{
    constexpr std::string_view marker = "://";
    for (auto at = text.find(marker); at != std::string::npos; at = text.find(marker, at + 1))
    {
        const auto begin = at + marker.size();
        const auto end = text.find_first_of("@/ \t\r\n", begin);
        if (end != std::string::npos && text[end] == '@' && end > begin)
            text.replace(begin, end - begin, mask);
    }
}

spdlog::level::level_enum toSpdlog(LogLevel level)
{
    switch (level)
    {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::information:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

struct StandardErrorLog
{
    spdlog::logger logger{"parley", std::make_shared<spdlog::sinks::stderr_sink_mt>()};

    StandardErrorLog()
    {
        logger.set_pattern("parley %H:%M:%S.%e %l: %v");
        const char* wanted = std::getenv("PARLEY_LOG");
        logger.set_level(wanted != nullptr ? spdlog::level::from_str(wanted) : spdlog::level::warn);
    }
};

spdlog::logger& standardErrorLog()
{
    static LibraryWide<StandardErrorLog> shared;
    return shared.get().logger;
}

} // namespace

void setLogSink(LogSink sink)
{
    auto& holder = sinkHolder();
    const std::scoped_lock lock(holder.mutex);
    holder.sink = std::move(sink);
}

void log(LogLevel level, std::string_view text)
{
    const auto clean = redact(text);
    LogSink sink;
    {
        auto& holder = sinkHolder();
        const std::scoped_lock lock(holder.mutex);
        sink = holder.sink;
    }
    if (sink)
        sink(level, clean);
    else
        standardErrorLog().log(toSpdlog(level), clean);
}

std::string redact(std::string_view text)
{
    std::string clean(text);
    {
        auto& known = registry();
        const std::scoped_lock lock(known.mutex);
        // The longest first: one may be the beginning of another.
        std::vector<std::string_view> secrets(known.secrets.begin(), known.secrets.end());
        std::sort(secrets.begin(), secrets.end(), [](auto left, auto right) { return left.size() > right.size(); });
        for (const auto& secret : secrets)
            replaceAll(clean, secret);
    }
    maskAfter(clean, "sk-", Before::boundary, isKeyCharacter);
    maskAfter(clean, "sk_", Before::boundary, isKeyCharacter);
    maskAfter(clean, "ek_", Before::boundary, isKeyCharacter);
    maskAfter(clean, "ek-", Before::boundary, isKeyCharacter);
    maskAfter(clean, "bearer ", Before::anything, isTokenCharacter);
    maskAfter(clean, "authorization: basic ", Before::anything, isTokenCharacter);
    maskAssigned(clean, "api-key");
    maskUserInfo(clean);
    return clean;
}

void registerSecret(std::string_view secret)
{
    if (secret.size() < shortestSecret)
        return;
    auto& known = registry();
    const std::scoped_lock lock(known.mutex);
    // One that is named again is the youngest.
    std::erase(known.secrets, secret);
    known.secrets.emplace_back(secret);
    if (known.secrets.size() > mostSecrets)
        known.secrets.pop_front();
}

} // namespace parley
