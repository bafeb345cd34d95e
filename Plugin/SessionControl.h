// SPDX-License-Identifier: GPL-3.0-or-later
// Does what parameters and people ask of one instance's session: connects, interrupts, begins anew, and tells a session
// under way what has changed.
#pragma once

#include "Base/Ticker.h"
#include "Plugin/LazyBridge.h"
#include "Plugin/LentHost.h"
#include "Plugin/MachineSettings.h"
#include "Plugin/MidiOut.h"
#include "Plugin/Parameters.h"
#include "Plugin/PluginState.h"
#include "Plugin/SessionView.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parley::plugin
{

/// Parameters may change on the audio thread; what follows from them is done on the network thread, which looks at them
/// from the first `prepare` on. What a person does (the functions below) is done at once, on whatever thread.
/// Functions without a mark: @thread any but audio
class SessionControl
{
public:
    /// All of them must outlive this.
    SessionControl(Parameters& followed, PluginState& remembered, LazyBridge& usedBridge, SessionView& shownIn,
                   LentHost& lent, MidiOut& usedMidi);
    SessionControl(const SessionControl&) = delete;
    SessionControl& operator=(const SessionControl&) = delete;

    /// The host will call with sound. @thread message
    void prepare();

    /// From the first call on, switches that go up are deeds. What was up before then was restored by a host, and goes
    /// down. @thread audio
    void realtimeBlockPassed(std::chrono::nanoseconds length) noexcept;

    /// Whether a realtime block has passed. @thread any; lock-free
    [[nodiscard]] bool hasPlayed() const noexcept { return hasRealtimeBlock.load(std::memory_order_acquire); }

    /// A project was opened: where this machine wants it, its first realtime block connects. No switch is up by it, nor
    /// by what the host put up on the way, which is what it did in less than Trigger::holdOff of sound before; a
    /// session under way goes on.
    void restored();

    /// Begins a session with the present settings; one under way ends first. The parameter Connect follows.
    void connect();
    void disconnect();
    /// The conversation so far is cleared; a session under way is ended and a new one begun.
    void beginNewVisit();
    void interrupt();
    /// Not connected: nothing.
    void sendText(std::string text);
    /// The user's word about an Entry that waits; `always`: every further call of this tool by this agent, too.
    void approve(const std::string& callId, bool always = false);
    /// The model is told `message`, or that the call was not approved.
    void reject(const std::string& callId, bool always = false, const std::string& message = {});

    /// Whether a session is wanted: on its way, live, or being connected again.
    [[nodiscard]] bool isConnectWanted() const;
    /// See plugin::changesForNextConnection; empty without a session.
    [[nodiscard]] std::vector<std::string> changesForNextConnection() const;
    /// The settings the session under way was begun with.
    [[nodiscard]] Settings connectedWith() const;

    /// What belongs to this machine, as its file has it now: other instances write it, too. A file that cannot be used
    /// is told in the log, and what was read before stands.
    [[nodiscard]] MachineSettings machine();
    /// Changes what the file has now, from the next connection on; an error where it cannot be read or written.
    Result<void> changeMachine(const std::function<void(MachineSettings&)>& change);

    static constexpr std::chrono::milliseconds lookInterval{10};
    /// A session under way is told of changes at most so often.
    static constexpr std::chrono::milliseconds updateInterval{250};

private:
    using Clock = std::chrono::steady_clock;

    void look();
    void followFirstBlock();
    void followConnect();
    void followSettings();
    void followCast(const Settings& present);
    /// Under the lock, after `readMachine`.
    void begin();
    void readMachine();

    Parameters& values;
    PluginState& saved;
    LazyBridge& voice;
    SessionView& view;
    LentHost& host;
    MidiOut& midi;

    std::atomic<bool> hasRealtimeBlock{false};
    std::atomic<bool> isRestored{false};
    std::atomic<std::chrono::nanoseconds> playedTime{}; ///< Of all realtime blocks.

    mutable std::mutex guard; ///< For all below.
    bool hasFollowedFirstBlock = false;
    bool isWanted = false;
    Settings begunWith;
    ParameterValues toldSession;
    bridge::AudioSettings toldAudio;
    RoutingSettings routing;
    std::uint64_t seenRevision = ~std::uint64_t{0};
    bool isCastUnseen = false;  ///< The state has changed since `followCast`.
    bool canReviseCast = false; ///< The session speaks with the project's cast, and is no pipeline.
    Clock::time_point toldAt{};
    std::optional<std::chrono::nanoseconds> raisedAt; ///< Of `playedTime`: the parameter Connect began the session.
    MachineSettings machineSettings;                  ///< As last read.
    std::string machineProblem;                       ///< Told last; empty: none.

    std::unique_ptr<Ticker> ticker; ///< Ends before the rest. @thread message
};

} // namespace parley::plugin
