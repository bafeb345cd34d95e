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

    void operator()(const Change& change) const
    {
        auto settings = state.settings();
        auto text = change(settings.cast.text);
        if (!text)
            return tell(text.error().message);
        if (text.value() == settings.cast.text)
            return;
        settings.cast.text = std::move(text).value();
        tell(state.setSettings(settings) ? std::string() : state.notice());
    }

private:
    PluginState& state;
    std::function<void(const std::string& problem)> tell;
};

} // namespace parley::plugin
