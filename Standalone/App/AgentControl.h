// SPDX-License-Identifier: GPL-3.0-or-later
// What the app does with the plugin's processor beside showing it: configures it from the command line, and connects.
#pragma once

#include "Options.h"
#include "Plugin/PluginProcessor.h"

namespace parley::app
{

/// @thread message
class AgentControl
{
public:
    /// The processor must outlive this.
    explicit AgentControl(plugin::PluginProcessor& controlled)
        : processor(controlled)
    {
    }

    /// Reads the agents file, so that what is wrong with it is told before anything begins. Before the first
    /// connection only.
    [[nodiscard]] Result<void> configure(const AgentOptions& options);

    void connect();
    [[nodiscard]] bool isMuted() const;
    [[nodiscard]] bridge::BridgeStatus status() const { return processor.voiceBridge().status(); }

private:
    plugin::PluginProcessor& processor;
};

} // namespace parley::app
