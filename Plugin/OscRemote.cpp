// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/OscRemote.h"

#include "Base/Log.h"

#include <array>
#include <deque>
#include <utility>
#include <vector>

namespace parley::plugin
{

using net::OscMessage;

/// What waits to be sent: filled on the pool, emptied on the network thread. 256 messages; the oldest gives way.
class OscRemote::Outbox
{
public:
    static constexpr std::size_t mostMessages = 256;

    void setOpen(bool isOpen) { open.store(isOpen, std::memory_order_relaxed); }

    void tell(const realtime::Event& event)
    {
        if (const auto* started = std::get_if<realtime::TurnStarted>(&event); started && !started->isOutOfBand)
            tellAgent(started->agent);
        else if (const auto* handoff = std::get_if<realtime::HandoffEvent>(&event))
            tellAgent(handoff->to);
        else if (const auto* caption = std::get_if<realtime::AnswerCaption>(&event))
            put({"/parley/caption/agent", {caption->text}});
        else if (const auto* answer = std::get_if<realtime::AnswerDelta>(&event); answer && !answer->isSpoken)
            put({"/parley/caption/agent", {answer->delta}});
        else if (const auto* heard = std::get_if<realtime::UserTranscriptCompleted>(&event))
            put({"/parley/caption/user", {heard->transcript}});
        else if (const auto* level = std::get_if<realtime::OutputLevel>(&event))
            put({"/parley/level", {level->rms, level->peak}});
        else if (const auto* failed = std::get_if<realtime::ErrorEvent>(&event))
            put({"/parley/error", {failed->error.message}});
    }

    std::deque<OscMessage> take()
    {
        const std::lock_guard lock(guard);
        return std::exchange(waiting, {});
    }

    [[nodiscard]] std::uint64_t dropped() const noexcept { return drops.load(std::memory_order_relaxed); }

private:
    void tellAgent(const std::string& name)
    {
        {
            const std::lock_guard lock(guard);
            if (name == agent)
                return;
            agent = name;
        }
        put({"/parley/agent", {name}});
    }

    void put(OscMessage message)
    {
        if (!open.load(std::memory_order_relaxed))
            return;
        const std::lock_guard lock(guard);
        if (waiting.size() == mostMessages)
        {
            waiting.pop_front();
            drops.fetch_add(1, std::memory_order_relaxed);
        }
        waiting.push_back(std::move(message));
    }

    std::mutex guard;
    std::deque<OscMessage> waiting;
    std::string agent;
    std::atomic<bool> open{false};
    std::atomic<std::uint64_t> drops{0};
};

OscRemote::OscRemote(PluginState& remembered, SessionControl& obeyed, SessionView& shownIn, Parameters& moved,
                     LazyBridge& heard)
    : saved(remembered)
    , control(obeyed)
    , view(shownIn)
    , values(moved)
    , bridge(heard)
    , outbox(std::make_shared<Outbox>())
    , subscription(heard.subscribe([kept = outbox](const realtime::Event& event) { kept->tell(event); }))
{
}

OscRemote::~OscRemote()
{
    ticker.reset();
    socket.reset();
    bridge.unsubscribe(subscription);
}

void OscRemote::prepare()
{
    if (ticker == nullptr)
        ticker = std::make_unique<Ticker>(Executor::shared(), lookInterval, [this] { look(); });
}

void OscRemote::look()
{
    if (!control.hasPlayed())
        return;
    followSettings();
    if (used.isOn && !isListening && Clock::now() >= listenAt)
        listen();
    if (socket == nullptr)
        return;
    tellState();
    for (const auto& message : outbox->take())
        send(message);
}

void OscRemote::followSettings()
{
    const auto revision = saved.revision();
    if (std::exchange(seenRevision, revision) == revision)
        return;
    const auto wanted = saved.settings().osc;
    if (wanted == used)
        return;
    const bool isSamePort =
        wanted.isOn && wanted.receivePort == used.receivePort && wanted.isOpenToNetwork == used.isOpenToNetwork;
    used = wanted;
    toldAt = {};
    sendProblem.clear();
    if (isSamePort && isListening)
    {
        tellStatus();
        return;
    }
    socket.reset();
    outbox->setOpen(false);
    isListening = false;
    portProblem.clear();
    // The network thread closes the port that was used once this look is over.
    listenAt = Clock::now() + lookInterval / 2;
    if (!used.isOn)
        tellStatus();
}

/// While the port is taken, a socket at any other port sends what is to be told, and obeys nobody.
void OscRemote::listen()
{
    listenAt = Clock::now() + retryInterval;
    auto opened = net::UdpSocket::open(
        Executor::shared(),
        {.port = static_cast<std::uint16_t>(used.receivePort), .isOpenToNetwork = used.isOpenToNetwork},
        [this](std::span<const std::byte> datagram) { receive(datagram); });
    isListening = static_cast<bool>(opened);
    portProblem = opened ? std::string() : opened.error().message;
    if (!opened && socket == nullptr)
        opened = net::UdpSocket::open(Executor::shared(), {}, [](std::span<const std::byte>) {});
    if (opened)
        socket = std::move(opened).value();
    outbox->setOpen(socket != nullptr);
    tellStatus();
}

void OscRemote::tellState()
{
    const auto phase = view.phase();
    const auto now = Clock::now();
    if (phase == toldPhase && now - toldAt < heartbeat)
        return;
    toldPhase = phase;
    toldAt = now;
    send({"/parley/state", {std::string(toString(phase))}});
}

void OscRemote::send(const OscMessage& message)
{
    const auto sent = socket->send(used.sendHost, static_cast<std::uint16_t>(used.sendPort), net::encodeOsc(message));
    auto problem = sent ? std::string() : sent.error().message;
    if (std::exchange(sendProblem, problem) != problem)
        tellStatus();
}

void OscRemote::receive(std::span<const std::byte> datagram)
{
    const auto messages = net::decodeOsc(datagram);
    if (!messages)
    {
        refused.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    for (const auto& message : messages.value())
        if (!isWithinRate() || !obey(message))
            refused.fetch_add(1, std::memory_order_relaxed);
}

bool OscRemote::isWithinRate()
{
    const auto now = Clock::now();
    if (now - secondBegan >= std::chrono::seconds(1))
    {
        secondBegan = now;
        inSecond = 0;
    }
    return ++inSecond <= mostMessagesPerSecond;
}

bool OscRemote::obey(const OscMessage& message)
{
    const auto& address = message.address;
    // A button sends its way up as 0, or nothing at all.
    const bool isDown = message.number(0).value_or(1) != 0;
    if (address == "/parley/connect")
        isDown ? control.connect() : control.disconnect();
    else if (address == "/parley/disconnect")
        isDown ? control.disconnect() : void();
    else if (address == "/parley/interrupt")
        isDown ? control.interrupt() : void();
    else if (address == "/parley/new_visitor")
        isDown ? control.beginNewVisit() : void();
    else if (address == "/parley/text")
    {
        const auto* text = message.text(0);
        if (text == nullptr || text->empty() || text->size() > longestText)
            return false;
        control.sendText(*text);
    }
    else
        return obeySwitch(message);
    return true;
}

bool OscRemote::obeySwitch(const OscMessage& message)
{
    const std::array<std::pair<const char*, juce::AudioParameterBool*>, 3> switches{
        {{"/parley/talk", &values.talk}, {"/parley/mute", &values.mute}, {"/parley/mute_agent", &values.muteAgent}}};
    const auto value = message.number(0);
    for (const auto& [address, parameter] : switches)
        if (message.address == address && value)
        {
            parameter->setValueNotifyingHost(*value != 0 ? 1.0F : 0.0F);
            return true;
        }
    return false;
}

std::uint64_t OscRemote::droppedMessages() const noexcept
{
    return outbox->dropped();
}

OscStatus OscRemote::status() const
{
    const std::lock_guard lock(guard);
    return told;
}

void OscRemote::tellStatus()
{
    if (!used.isOn)
        return say({});
    const auto target = used.sendHost + ":" + std::to_string(used.sendPort);
    if (portProblem.empty() && sendProblem.empty())
        return say({"OSC listens at port " + std::to_string(used.receivePort) +
                        (used.isOpenToNetwork ? " of all networks" : " of this machine") + " and tells " + target + ".",
                    false});
    auto sentence = portProblem;
    if (!portProblem.empty() && socket != nullptr && sendProblem.empty())
        sentence += " OSC still tells " + target + ".";
    if (!sendProblem.empty())
        sentence += (sentence.empty() ? "" : " ") + sendProblem;
    say({std::move(sentence), true});
}

void OscRemote::say(OscStatus next)
{
    {
        const std::lock_guard lock(guard);
        if (next == told)
            return;
        told = next;
    }
    log(next.hasFailed ? LogLevel::warning : LogLevel::information, next.sentence);
}

} // namespace parley::plugin
