// SPDX-License-Identifier: Apache-2.0
#include "Cast/CastFile.h"

#include "Cast/Detail/AgentFields.h"
#include "Cast/Detail/SessionFields.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace parley::cast
{
namespace
{

using wire::Json;

Error tooLarge(const std::string& name)
{
    return {ErrorCode::fileInvalid, "The agents file " + name + " is larger than 1 MiB: make it smaller.", name};
}

/// "agents.json has 2 faults:", then a line for each.
Error errorOf(const std::string& name, std::vector<PlacedFault> faults)
{
    std::ranges::stable_sort(faults, {}, &PlacedFault::line);
    const auto count = faults.size();
    std::string message = "The agents file " + name + " has " +
                          (count == 1                       ? "a fault"
                           : count == FaultList::mostFaults ? "many faults, the first of which are these"
                                                            : std::to_string(count) + " faults") +
                          ":";
    for (const auto& fault : faults)
        message += "\n  line " + std::to_string(fault.line) + ": " + fault.sentence;
    return {ErrorCode::fileInvalid, std::move(message), name};
}

/// Syntax faults have a column, too: they may be anywhere in a line.
Error syntaxErrorOf(const std::string& name, std::vector<PlacedFault> faults)
{
    for (auto& fault : faults)
        fault.sentence = "column " + std::to_string(fault.column) + ": " + fault.sentence;
    return errorOf(name, std::move(faults));
}

realtime::GuardrailSettings readGuardrailSettings(const Fields& file)
{
    realtime::GuardrailSettings settings;
    const auto* json = file.find("guardrails");
    if (json == nullptr)
        return settings;
    const Fields fields(*json, file.pathOf("guardrails"), file.faults(), {"debounce_characters", "holds_back_audio"});
    const auto most = static_cast<int>(settings.debounceCharacters);
    settings.debounceCharacters =
        static_cast<std::size_t>(fields.integer("debounce_characters", 1, 100000).value_or(most));
    settings.holdsBackAudio = fields.boolean("holds_back_audio").value_or(false);
    return settings;
}

std::string readFirst(const Fields& file, const std::vector<realtime::Agent>& agents)
{
    const auto first = file.text("first", 64);
    if (!first)
        return agents.empty() ? std::string() : agents.front().name;
    Names names;
    for (const auto& agent : agents)
        names.push_back(agent.name);
    if (std::ranges::find(names, *first) == names.end())
    {
        const auto meant = didYouMean(*first, names);
        file.fault("first", "there is no agent named \"" + *first + "\"" + (meant.empty() ? "; add it." : meant));
    }
    return *first;
}

Cast readFile(const Json& json, FaultList& faults, const CastHost& host)
{
    const Fields file(json, "", faults, {"$schema", "first", "session", "guardrails", "http", "agents"});
    Cast cast;
    if (!file.isObject())
        return cast;
    (void)file.text("$schema", 1024);
    AllowedHosts hosts;
    if (const auto* http = file.find("http"))
        hosts = readAllowedHosts(*http, file.pathOf("http"), faults);
    if (const auto* session = file.find("session"))
        cast.session = readSession(*session, file.pathOf("session"), faults);
    cast.guardrails = readGuardrailSettings(file);
    cast.agents = readAgents(file, hosts, host);
    cast.first = readFirst(file, cast.agents);
    return cast;
}

} // namespace

Result<Cast> parseCast(std::string text, const std::string& nameForErrors, const CastHost& host)
{
    if (text.size() > largestCastFile)
        return tooLarge(nameForErrors);
    const JsonText json(text);
    if (!json.faults().empty() && json.document().is_null())
        return syntaxErrorOf(nameForErrors, json.faults());
    FaultList faults(json);
    auto cast = readFile(json.document(), faults, host);
    if (!faults.all.empty())
        return errorOf(nameForErrors, std::move(faults.all));
    cast.source = std::move(text);
    return cast;
}

Result<Cast> loadCast(const std::filesystem::path& file, const CastHost& host)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
        return Error{ErrorCode::fileNotFound,
                     "The agents file " + file.string() + " cannot be read: check its path and permissions.",
                     file.string()};
    std::string text(largestCastFile + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parseCast(std::move(text), file.string(), host);
}

} // namespace parley::cast
