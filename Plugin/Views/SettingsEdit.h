// SPDX-License-Identifier: GPL-3.0-or-later
// How a page changes the settings: reads them, changes what its controls show, puts them back.
#pragma once

#include "Plugin/PluginState.h"

#include <functional>

namespace parley::plugin
{

/// @thread message
class SettingsEdit
{
public:
    /// The state must outlive this. `changed` is called after a change that was taken over.
    SettingsEdit(PluginState& edited, std::function<void()> changed)
        : state(edited)
        , onChanged(std::move(changed))
    {
    }

    /// False: the state refused them, and says why in its notice.
    bool operator()(const std::function<void(Settings&)>& change) const
    {
        const auto before = state.settings();
        auto settings = before;
        change(settings);
        if (settings == before)
            return true;
        const bool isTaken = state.setSettings(settings);
        if (isTaken && onChanged)
            onChanged();
        return isTaken;
    }

private:
    PluginState& state;
    std::function<void()> onChanged;
};

} // namespace parley::plugin
