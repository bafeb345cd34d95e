// SPDX-License-Identifier: Apache-2.0
#include "Cast/CastFile.h"

#include "Cast/Detail/AgentFields.h"
#include "Cast/Detail/PriceFields.h"
#include "Cast/Detail/SessionFields.h"
#include "Written/Detail/WrittenFile.h"

#include <algorithm>

namespace parley::cast
{

using written::didYouMean;
using written::FaultList;
using written::Fields;
using written::Names;
using written::readDocument;
using written::readWrittenFile;
namespace
{

using wire::Json;

constexpr auto* fileKind = "agents file";

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
    const Fields file(json, "", faults, {"$schema", "first", "session", "guardrails", "http", "prices", "agents"});
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
    if (const auto* prices = file.find("prices"))
        cast.prices = readPrices(*prices, file.pathOf("prices"), faults);
    cast.agents = readAgents(file, hosts, host);
    cast.first = readFirst(file, cast.agents);
    return cast;
}

} // namespace

Result<Cast> parseCast(std::string text, const std::string& nameForErrors, const CastHost& host)
{
    Cast cast;
    const auto read = readDocument(fileKind, text, nameForErrors,
                                   [&](const Json& json, FaultList& faults) { cast = readFile(json, faults, host); });
    if (!read)
        return read.error();
    cast.source = std::move(text);
    return cast;
}

Result<std::string> readCastFile(const std::filesystem::path& file)
{
    return readWrittenFile(fileKind, file);
}

Result<Cast> loadCast(const std::filesystem::path& file, const CastHost& host)
{
    auto text = readCastFile(file);
    if (!text)
        return text.error();
    return parseCast(std::move(text).value(), file.string(), host);
}

} // namespace parley::cast
