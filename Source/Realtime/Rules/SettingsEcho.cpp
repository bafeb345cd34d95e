// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/SettingsEcho.h"

#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace parley::realtime
{
namespace
{

using wire::Json;

bool isSameNumber(const Json& asked, const Json& applied)
{
    const auto one = asked.get<double>();
    const auto other = applied.get<double>();
    return std::abs(one - other) <= 1e-6 * std::max({1.0, std::abs(one), std::abs(other)});
}

/// A tool by what names it.
std::set<std::string> toolNames(const Json& tools)
{
    std::set<std::string> names;
    for (const auto& tool : tools)
        names.insert(wire::textField(tool, "type") + ' ' + wire::textField(tool, "name") +
                     wire::textField(tool, "server_label"));
    return names;
}

/// A voice is given by its name or as {"id": name}.
std::string voiceName(const Json& voice)
{
    return voice.is_string() ? voice.get<std::string>() : wire::textField(voice, "id");
}

bool isSameModel(const Json& asked, const Json& applied)
{
    return asked.is_string() && applied.is_string() &&
           applied.get_ref<const std::string&>().starts_with(asked.get_ref<const std::string&>());
}

bool isSameValue(const std::string& name, const Json& asked, const Json& applied)
{
    if (asked.is_number() && applied.is_number())
        return isSameNumber(asked, applied);
    if (name == "voice")
        return voiceName(asked) == voiceName(applied);
    if (name == "model")
        return isSameModel(asked, applied);
    if (name == "tools")
        return applied.is_array() && toolNames(asked) == toolNames(applied);
    return asked == applied;
}

void compare(const Json& asked, const Json& applied, const std::string& path, std::vector<std::string>& differing)
{
    for (const auto& [name, value] : asked.items())
    {
        const auto echoed = applied.find(name);
        if (echoed == applied.end())
            continue;
        auto where = path;
        where.append(path.empty() ? "" : ".").append(name);
        if (name != "voice" && value.is_object() && echoed->is_object())
            compare(value, *echoed, where, differing);
        else if (!isSameValue(name, value, *echoed))
            differing.push_back(where);
    }
}

} // namespace

std::vector<std::string> downgradedFields(const Json& asked, const Json& applied)
{
    std::vector<std::string> differing;
    if (asked.is_object() && applied.is_object())
        compare(asked, applied, {}, differing);
    return differing;
}

void SettingsEcho::asked(Json session, std::string eventId)
{
    awaited.push_back({std::move(session), std::move(eventId)});
    if (awaited.size() > mostAwaited)
        awaited.pop_front();
}

std::optional<SettingsUpdate> SettingsEcho::refused(const wire::ServerError& error)
{
    auto found = error.clientEventId.empty()
                     ? awaited.end()
                     : std::ranges::find(awaited, error.clientEventId, &SettingsUpdate::eventId);
    if (found == awaited.end() && error.param.starts_with("session"))
        found = awaited.begin();
    if (found == awaited.end())
        return std::nullopt;
    auto update = std::move(*found);
    awaited.erase(found);
    return update;
}

SettingsEcho::Applied SettingsEcho::applied(const Json& session)
{
    if (awaited.empty())
        return {};
    auto update = std::move(awaited.front());
    awaited.pop_front();
    auto differing = downgradedFields(update.session, session);
    lastApplied = std::move(update.session);
    return {std::move(update.eventId), std::move(differing)};
}

void SettingsEcho::reset()
{
    awaited.clear();
    lastApplied = nullptr;
}

} // namespace parley::realtime
