// SPDX-License-Identifier: GPL-3.0-or-later
// One conversation with a loaded plugin, from `connect` on to `connect` off, on JUCE's message loop.
#pragma once

#include "Connection.h"
#include "Conversation.h"
#include "HostedPlugin.h"
#include "PacedHost.h"
#include "ProgressPrinter.h"
#include "RecordingTail.h"
#include "RunSequence.h"

#include <JuceHeader.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace parley::host
{

/// Times are the recording's.
struct RunOutcome
{
    std::string failure;          ///< Empty when all went well.
    bool isFailureTold = false;   ///< A line of the conversation has shown it already.
    std::optional<double> zeroMs; ///< Of the input's first frame; nothing when it was never played.
    std::vector<RecordedEvent> events;
    std::vector<Turn> turns;
    std::vector<float> output; ///< Interleaved, from the input's first frame on.
    std::uint64_t lateBlocks = 0;
    std::uint64_t unreadableLines = 0;
};

/// @thread message
class HostRun : private juce::Timer
{
public:
    /// Keeps references to the plugin and the printer until it is gone.
    HostRun(HostedPlugin& loaded, const std::filesystem::path& recording, PacedHost::Settings settings,
            ProgressPrinter& shown);
    ~HostRun() override;

    /// Runs the message loop until the conversation is over. Once in a process: JUCE's loop ends for good.
    [[nodiscard]] RunOutcome run();

private:
    void timerCallback() override;
    void readRecording();
    void advance();
    void disconnect();
    void endWhenDisconnected();
    [[nodiscard]] static double nowMs();
    [[nodiscard]] std::optional<double> zeroMs() const;
    [[nodiscard]] std::optional<double> onAxis(std::optional<double> recordingMs) const;
    [[nodiscard]] std::optional<double> runningMs() const;

    HostedPlugin& plugin;
    ProgressPrinter& printer;
    RecordingTail tail;
    PacedHost host;
    RunSequence sequence;
    Connection connection;
    Conversation conversation;
    std::vector<RecordedEvent> events;
    std::optional<double> recordingStartNs; ///< Of the steady clock.
    std::optional<double> disconnectedAtMs; ///< When `connect` was switched off.
    std::string failure;
};

} // namespace parley::host
