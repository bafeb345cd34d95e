// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginState.h"

namespace parley::plugin
{

Settings PluginState::settings() const
{
    const std::lock_guard lock(guard);
    return document.settings;
}

bool PluginState::setSettings(const Settings& changed)
{
    auto reason = reasonToRefuse(changed);
    const bool isAccepted = reason.empty();
    const std::lock_guard lock(guard);
    if (isAccepted)
        document.settings = changed;
    refusal = std::move(reason);
    changes.fetch_add(1, std::memory_order_release);
    return isAccepted;
}

std::string PluginState::save(const ParameterValues& values) const
{
    StateDocument saved;
    {
        const std::lock_guard lock(guard);
        saved = document;
    }
    saved.parameters = values;
    return saved.write();
}

ParameterValues PluginState::restore(std::string_view text, const ParameterValues& current)
{
    const std::lock_guard lock(guard);
    document.parameters = current;
    auto restored = StateDocument::read(text, document);
    changes.fetch_add(1, std::memory_order_release);
    if (!restored)
    {
        refusal =
            "The saved settings could not be read, so the present ones stay. Save the project again to replace them.";
        return current;
    }
    refusal = restored->remarks.empty() ? std::string() : restored->remarks.front();
    document = std::move(*restored);
    return document.parameters;
}

std::string PluginState::notice() const
{
    const std::lock_guard lock(guard);
    return refusal;
}

} // namespace parley::plugin
