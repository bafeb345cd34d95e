// SPDX-License-Identifier: GPL-3.0-or-later
// What this plugin lends to the tools of a cast: its parameters and its MIDI output.
#pragma once

#include "Cast/CastHost.h"
#include "Plugin/MidiQueue.h"
#include "Plugin/Parameters.h"

#include <memory>

namespace parley::plugin
{

/// What was lent may outlive this; from then on it answers with an error.
class LentHost
{
public:
    /// The parameters must outlive this.
    explicit LentHost(Parameters& lentParameters);
    /// Waits for a call under way.
    ~LentHost();
    LentHost(const LentHost&) = delete;
    LentHost& operator=(const LentHost&) = delete;

    /// @thread any but audio
    [[nodiscard]] cast::CastHost lend() const;

    /// Where the tools' messages wait for the audio thread. @thread any
    [[nodiscard]] MidiQueue& midi() const noexcept { return *queue; }

private:
    struct Link;
    std::shared_ptr<Link> link;
    std::shared_ptr<MidiQueue> queue;
};

} // namespace parley::plugin
