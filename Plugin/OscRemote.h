// SPDX-License-Identifier: GPL-3.0-or-later
// Open Sound Control: tells lights and captions what the agent does, and obeys consoles. docs/plugin.md has the
// addresses.
#pragma once

#include "Base/Ticker.h"
#include "Net/OscMessage.h"
#include "Net/UdpSocket.h"
#include "Plugin/Parameters.h"
#include "Plugin/PluginState.h"
#include "Plugin/SessionControl.h"
#include "Plugin/SessionView.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace parley::plugin
{

struct OscStatus
{
    std::string sentence = "OSC is off.";
    bool hasFailed = false;

    [[nodiscard]] bool operator==(const OscStatus&) const = default;
};

/// Opens its port when the settings say so and the host has played its first realtime block, and never before.
class OscRemote
{
public:
    /// All of them must outlive this.
    OscRemote(PluginState& remembered, SessionControl& obeyed, SessionView& shownIn, Parameters& moved,
              LazyBridge& heard);
    ~OscRemote();
    OscRemote(const OscRemote&) = delete;
    OscRemote& operator=(const OscRemote&) = delete;

    /// The host will call with sound. @thread message
    void prepare();

    /// "OSC is off.", where it listens, or why it cannot; the log has the sentence, too, when it becomes true.
    /// @thread any but audio
    [[nodiscard]] OscStatus status() const;

    /// Messages that were not understood, not known, or more than `mostMessagesPerSecond`. @thread any
    [[nodiscard]] std::uint64_t refusedMessages() const noexcept { return refused.load(std::memory_order_relaxed); }
    /// Messages that left too slowly. @thread any
    [[nodiscard]] std::uint64_t droppedMessages() const noexcept;

    static constexpr std::chrono::milliseconds lookInterval{20};
    /// The state is told when it changes, and again so often, as a sign of life.
    static constexpr std::chrono::milliseconds heartbeat{1000};
    /// A port that could not be opened is tried again so often.
    static constexpr std::chrono::milliseconds retryInterval{2000};
    static constexpr int mostMessagesPerSecond = 100;
    static constexpr std::size_t longestText = 4096;

private:
    using Clock = std::chrono::steady_clock;
    class Outbox;

    void look();
    void followSettings();
    void listen();
    void tellState();
    void send(const net::OscMessage& message);
    void receive(std::span<const std::byte> datagram);
    [[nodiscard]] bool isWithinRate();
    [[nodiscard]] bool obey(const net::OscMessage& message);
    [[nodiscard]] bool obeySwitch(const net::OscMessage& message);
    void tellStatus();
    void say(OscStatus next);

    PluginState& saved;
    SessionControl& control;
    SessionView& view;
    Parameters& values;
    LazyBridge& bridge;
    const std::shared_ptr<Outbox> outbox;
    std::uint64_t subscription = 0;

    // @thread network
    std::uint64_t seenRevision = ~std::uint64_t{0};
    OscSettings used;
    std::unique_ptr<net::UdpSocket> socket; ///< Null: off, or nothing can be opened.
    bool isListening = false;               ///< Else the socket only sends.
    Clock::time_point listenAt{};           ///< When the port is tried, while it is not open.
    std::string portProblem;                ///< Empty: none.
    std::string sendProblem;                ///< Empty: none.
    Phase toldPhase = Phase::offline;
    Clock::time_point toldAt{};
    Clock::time_point secondBegan{};
    int inSecond = 0;

    std::atomic<std::uint64_t> refused{0};
    mutable std::mutex guard;
    OscStatus told; ///< Under the guard.

    std::unique_ptr<Ticker> ticker; ///< Ends before the rest. @thread message
};

} // namespace parley::plugin
