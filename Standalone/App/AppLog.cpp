// SPDX-License-Identifier: GPL-3.0-or-later
#include "AppLog.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace parley::app
{

namespace
{

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

spdlog::level::level_enum levelOf(LogLevel level)
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
        break;
    }
    return spdlog::level::err;
}

spdlog::sink_ptr makeSink(const LogOptions& options)
{
    if (options.file.empty())
        return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        options.file.string(), static_cast<std::size_t>(options.mebibytes) * mebibyte,
        static_cast<std::size_t>(options.files));
}

} // namespace

Result<void> startLog(const LogOptions& options)
{
    spdlog::sink_ptr sink;
    try
    {
        sink = makeSink(options);
    }
    catch (const spdlog::spdlog_ex& problem)
    {
        return Error{ErrorCode::fileInvalid,
                     "The log file " + options.file.string() +
                         " cannot be written: name one in a folder that may be written to.",
                     "log",
                     {},
                     problem.what()};
    }
    auto logger = std::make_shared<spdlog::logger>("parley", std::move(sink));
    logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
    const char* wanted = std::getenv("PARLEY_LOG");
    logger->set_level(wanted == nullptr ? spdlog::level::info : spdlog::level::from_str(wanted));
    logger->flush_on(spdlog::level::trace);
    setLogSink([logger](LogLevel level, std::string_view text)
               { logger->log(levelOf(level), spdlog::string_view_t(text.data(), text.size())); });
    return {};
}

} // namespace parley::app
