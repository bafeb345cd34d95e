// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of one plugin instance, safe to read and to restore from any thread while the editor is open.
#pragma once

#include "Plugin/StateDocument.h"

#include <atomic>
#include <mutex>

namespace parley::plugin
{

/// Every function: @thread any but audio
class PluginState
{
public:
    [[nodiscard]] Settings settings() const;

    /// Takes the settings over. False, and nothing changes, when they hold a credential; `notice` then says so.
    bool setSettings(const Settings& changed);

    /// The same settings and values give the same bytes; what an earlier `restore` read and did not know is in them.
    [[nodiscard]] std::string save(const ParameterValues& values) const;

    /// The parameters of a saved state, after taking over its settings. Text that is no state of ours changes nothing,
    /// gives `current` back, and `notice` says so.
    ParameterValues restore(std::string_view text, const ParameterValues& current);

    /// What was refused last, in words fit to be shown; empty when all is well.
    [[nodiscard]] std::string notice() const;

    /// Grows with each change of the settings or the notice.
    [[nodiscard]] std::uint64_t revision() const noexcept { return changes.load(std::memory_order_acquire); }

private:
    mutable std::mutex guard;
    StateDocument document;
    std::string refusal;
    std::atomic<std::uint64_t> changes{0};
};

} // namespace parley::plugin
