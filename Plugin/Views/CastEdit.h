// SPDX-License-Identifier: GPL-3.0-or-later
// How the Agent page changes the cast of a project, and says what could not be changed.
#pragma once

#include "Base/Result.h"
#include "Plugin/PluginState.h"

#include <functional>
#include <string>

namespace parley::plugin
{

/// @thread message
class CastEdit
{
public:
    using Change = std::function<Result<std::string>(const std::string& text)>;

    /// The state must outlive this. `told` gets a sentence after each change: empty when it was taken over.
    CastEdit(PluginState& edited, std::function<void(const std::string& problem)> told)
        : state(edited)
        , tell(std::move(told))
    {
    }

    /// False: it was refused, and `told` got the reason.
    bool operator()(const Change& change) const
    {
        auto settings = state.settings();
        auto text = change(settings.cast.text);
        if (!text)
        {
            tell(text.error().message);
            return false;
        }
        if (text.value() == settings.cast.text)
            return true;
        settings.cast.text = std::move(text).value();
        const bool isTaken = state.setSettings(settings);
        tell(isTaken ? std::string() : state.notice());
        return isTaken;
    }

private:
    PluginState& state;
    std::function<void(const std::string& problem)> tell;
};

} // namespace parley::plugin
