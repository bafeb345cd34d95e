// SPDX-License-Identifier: GPL-3.0-or-later
// What other machines and instruments see of the agent, and what they can do to it: MIDI out, and OSC both ways.
#pragma once

#include "Plugin/OscRemote.h"
#include "Plugin/PluginState.h"
#include "Plugin/Views/Page.h"

namespace parley::plugin
{

/// @thread message
class RemotePage : public Page
{
public:
    /// The state must outlive the page.
    explicit RemotePage(PluginState& state);
    ~RemotePage() override;

    void show(const Settings& settings);
    void show(const OscStatus& status);
    /// Takes over what is written in its fields.
    void commit();

    std::function<void()> onChanged; ///< The user finished a change.

private:
    class MidiSection;
    class OscSection;

    std::unique_ptr<MidiSection> midi;
    std::unique_ptr<OscSection> osc;
};

} // namespace parley::plugin
