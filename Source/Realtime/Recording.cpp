// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Recording.h"

#include <algorithm>
#include <fstream>
#include <optional>

namespace parley::realtime
{
namespace
{

using wire::Json;

/// A recording lasts no longer; a larger time is a broken one.
constexpr double longestMs = 366.0 * 24 * 3600 * 1000;

Error brokenLine(const std::string& name, std::size_t number, const std::string& what)
{
    return {ErrorCode::fileInvalid,
            "Line " + std::to_string(number) + " of the recording " + name + " " + what +
                ": remove that line, or make the recording again.",
            name};
}

std::optional<RecordedLine::From> sourceOf(const std::string& name)
{
    if (name == "client")
        return RecordedLine::From::client;
    if (name == "server")
        return RecordedLine::From::server;
    if (name == "parley")
        return RecordedLine::From::parley;
    return std::nullopt;
}

/// What is wrong with the line, or nothing.
const char* faultOf(const Json& line)
{
    if (!line.is_object())
        return "is no JSON object";
    if (!line.contains("ms") || !line["ms"].is_number() || line["ms"] < 0 || line["ms"] > longestMs)
        return "has no time in \"ms\"";
    if (!line.contains("from") || !line["from"].is_string())
        return "does not say in \"from\" whose it is";
    const auto event = line.find("event");
    if (event == line.end() || !event->is_object() || !event->contains("type") || !(*event)["type"].is_string())
        return "has no \"event\" with a \"type\"";
    return nullptr;
}

} // namespace

Result<Recording> Recording::read(std::istream& stream, const std::string& nameForErrors)
{
    Recording recording;
    std::size_t number = 0;
    for (std::string text; std::getline(stream, text);)
    {
        ++number;
        if (text.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        auto json = Json::parse(text, nullptr, false);
        if (const auto* fault = faultOf(json))
            return brokenLine(nameForErrors, number, fault);
        const auto from = sourceOf(json["from"].get<std::string>());
        if (!from)
            continue;
        const std::chrono::duration<double, std::milli> at(json["ms"].get<double>());
        const auto before = recording.lines.empty() ? std::chrono::microseconds(0) : recording.lines.back().at;
        recording.lines.push_back({std::max(before, std::chrono::duration_cast<std::chrono::microseconds>(at)), *from,
                                   std::move(json["event"])});
    }
    if (recording.lines.empty())
        return Error{ErrorCode::fileInvalid,
                     "The recording " + nameForErrors + " is empty: make it again (docs/recording.md).", nameForErrors};
    return recording;
}

Result<Recording> Recording::read(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream || std::filesystem::is_directory(file))
        return Error{ErrorCode::fileNotFound,
                     "The recording " + file.string() + " cannot be read: check its path and permissions.",
                     file.string()};
    return read(stream, file.string());
}

} // namespace parley::realtime
