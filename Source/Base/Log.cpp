// SPDX-License-Identifier: Apache-2.0
#include "Base/Log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <regex>

namespace parley
{
namespace
{

constexpr std::size_t shortestSecret = 4;
constexpr std::size_t mostSecrets = 64;
constexpr std::string_view mask = "[removed]";

struct SecretRegistry
{
    std::mutex mutex;
    std::deque<std::string> secrets;
};

SecretRegistry& registry()
{
    static SecretRegistry instance;
    return instance;
}

struct SinkHolder
{
    std::mutex mutex;
    LogSink sink;
};

SinkHolder& sinkHolder()
{
    static SinkHolder instance;
    return instance;
}

void replaceAll(std::string& text, std::string_view what)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + mask.size()))
        text.replace(at, what.size(), mask);
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

spdlog::logger& standardErrorLog()
{
    static spdlog::logger logger = []
    {
        spdlog::logger made("parley", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made.set_pattern("parley %H:%M:%S.%e %l: %v");
        const char* wanted = std::getenv("PARLEY_LOG");
        made.set_level(wanted != nullptr ? spdlog::level::from_str(wanted) : spdlog::level::warn);
        return made;
    }();
    return logger;
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
        for (const auto& secret : known.secrets)
            replaceAll(clean, secret);
    }
    static const std::array<std::pair<std::regex, std::string>, 4> patterns = {{
        {std::regex(R"(\b(sk|ek|sess-secret)[-_][A-Za-z0-9_\-\*]{4,})"), "[removed]"},
        {std::regex(R"((bearer\s+|basic\s+)[A-Za-z0-9._~+/=\-]{4,})", std::regex::icase), "$1[removed]"},
        {std::regex(R"((api-key["']?\s*[:=]\s*["']?)[^\s"',;]+)", std::regex::icase), "$1[removed]"},
        {std::regex(R"((://)[^/\s@]+@)"), "$1[removed]@"},
    }};
    for (const auto& [pattern, replacement] : patterns)
        clean = std::regex_replace(clean, pattern, replacement);
    return clean;
}

void registerSecret(std::string_view secret)
{
    if (secret.size() < shortestSecret)
        return;
    auto& known = registry();
    const std::scoped_lock lock(known.mutex);
    if (std::find(known.secrets.begin(), known.secrets.end(), secret) != known.secrets.end())
        return;
    known.secrets.emplace_back(secret);
    if (known.secrets.size() > mostSecrets)
        known.secrets.pop_front();
}

} // namespace parley
