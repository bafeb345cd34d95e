// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/SessionControl.h"

#include "Base/Log.h"
#include "Plugin/CastDocument.h"

#include <utility>

namespace parley::plugin
{

SessionControl::SessionControl(Parameters& followed, PluginState& remembered, LazyBridge& usedBridge,
                               SessionView& shownIn, LentHost& lent, MidiOut& usedMidi)
    : values(followed)
    , saved(remembered)
    , voice(usedBridge)
    , view(shownIn)
    , host(lent)
    , midi(usedMidi)
    , toldAudio(usedBridge.audio())
{
}

void SessionControl::prepare()
{
    readMachine();
    if (ticker == nullptr)
        ticker = std::make_unique<Ticker>(Executor::shared(), lookInterval, [this] { look(); });
}

void SessionControl::realtimeBlockPassed(std::chrono::nanoseconds length) noexcept
{
    playedTime.store(playedTime.load(std::memory_order_relaxed) + length, std::memory_order_relaxed);
    if (hasRealtimeBlock.load(std::memory_order_relaxed))
        return;
    for (auto* trigger : {&values.connect, &values.interrupt, &values.newVisitor})
        trigger->arm();
    hasRealtimeBlock.store(true, std::memory_order_release);
}

void SessionControl::look()
{
    followFirstBlock();
    followConnect();
    if (values.interrupt.take())
    {
        voice.interrupt();
        values.interrupt.release();
    }
    if (values.newVisitor.take())
    {
        beginNewVisit();
        values.newVisitor.release();
    }
    followSettings();
}

void SessionControl::followFirstBlock()
{
    if (!hasRealtimeBlock.load(std::memory_order_acquire))
        return;
    bool connectsNow = false;
    bool isConnecting = false;
    {
        const std::lock_guard lock(guard);
        if (std::exchange(hasFollowedFirstBlock, true))
            return;
        isConnecting = isWanted;
        connectsNow = isRestored && machineSettings.connectsOnLoad && !isWanted;
    }
    for (auto* trigger : {&values.interrupt, &values.newVisitor})
        trigger->forgetRestored();
    if (connectsNow)
        connect();
    else if (isConnecting)
        values.connect.show(true);
    else
        values.connect.forgetRestored();
}

void SessionControl::restored()
{
    isRestored = true;
    bool isUnderWay = false;
    {
        const std::lock_guard lock(guard);
        const bool isPartOfRestoring = raisedAt && playedTime.load() - *raisedAt < Trigger::holdOff;
        isUnderWay = isWanted && !isPartOfRestoring;
    }
    values.connect.restore(isUnderWay);
    values.interrupt.restore(false);
    values.newVisitor.restore(false);
    if (juce::RangedAudioParameter& talk = values.talk; talk.getValue() != 0.0F)
        talk.setValueNotifyingHost(0.0F);
}

void SessionControl::followConnect()
{
    bool isOver = false;
    const bool hasRisen = values.connect.take();
    if (hasRisen)
        readMachine();
    {
        const std::lock_guard lock(guard);
        const bool isOn = values.connect.get();
        if (hasRisen && isOn)
        {
            begin();
            raisedAt = playedTime.load();
        }
        else if (!isOn && isWanted)
        {
            isWanted = false;
            voice.disconnect();
        }
        else if (isWanted && voice.hasEnded())
        {
            isWanted = false;
            isOver = true;
        }
    }
    // Hosts and windows hear of it, and may ask back: not under the lock.
    if (isOver)
        values.connect.release();
}

void SessionControl::followSettings()
{
    const auto present = values.values();
    const std::lock_guard lock(guard);
    if (const auto revision = saved.revision(); revision != seenRevision)
    {
        seenRevision = revision;
        const auto settings = saved.settings();
        routing = settings.routing;
        midi.use(settings.midi);
        isCastUnseen = true;
    }
    const auto audio = toAudioSettings(routing, present);
    if (audio != toldAudio)
    {
        toldAudio = audio;
        voice.setAudio(audio);
    }
    if (!isWanted || Clock::now() - toldAt < updateInterval)
        return;
    if (std::exchange(isCastUnseen, false))
        followCast(saved.settings());
    const auto changes = sessionChanges(toldSession, present);
    toldSession = present;
    if (changes == wire::SessionConfig{})
        return;
    toldAt = Clock::now();
    voice.updateSession(changes);
}

/// A session under way speaks with a cast that was edited; another cast waits for the next connection.
void SessionControl::followCast(const Settings& present)
{
    if (!canReviseCast || begunWith.cast.text == present.cast.text ||
        !castdocument::isRevision(begunWith.cast.text, present.cast.text))
        return;
    toldAt = Clock::now();
    if (const auto told = voice.updateCast(present.cast.text, host.lend()); !told)
        log(LogLevel::warning, told.error().describe());
    else
        begunWith.cast = present.cast;
}

void SessionControl::begin()
{
    isWanted = true;
    begunWith = saved.settings();
    toldSession = values.values();
    toldAudio = toAudioSettings(begunWith.routing, toldSession);
    auto settings = begunWith.toConnectSettings(toldSession);
    canReviseCast = settings.agentsFile.empty() && !settings.pipeline.has_value();
    settings.castHost = host.lend();
    settings.provider.key = machineSettings.keySource();
    voice.setAudio(toldAudio);
    voice.connect(settings);
}

void SessionControl::connect()
{
    values.connect.show(true);
    readMachine();
    const std::lock_guard lock(guard);
    begin();
    raisedAt.reset();
}

void SessionControl::disconnect()
{
    {
        const std::lock_guard lock(guard);
        isWanted = false;
        voice.disconnect();
    }
    values.connect.show(false);
}

void SessionControl::beginNewVisit()
{
    view.clearConversation();
    readMachine();
    const std::lock_guard lock(guard);
    if (isWanted)
        begin();
}

void SessionControl::interrupt()
{
    voice.interrupt();
}

void SessionControl::sendText(std::string text)
{
    voice.sendText(std::move(text));
}

void SessionControl::approve(const std::string& callId, bool always)
{
    view.decided(callId, true);
    voice.approve(callId, always);
}

void SessionControl::reject(const std::string& callId, bool always, const std::string& message)
{
    view.decided(callId, false);
    voice.reject(callId, always, message);
}

bool SessionControl::isConnectWanted() const
{
    const std::lock_guard lock(guard);
    return isWanted;
}

std::vector<std::string> SessionControl::changesForNextConnection() const
{
    const std::lock_guard lock(guard);
    return isWanted ? plugin::changesForNextConnection(begunWith, saved.settings()) : std::vector<std::string>();
}

Settings SessionControl::connectedWith() const
{
    const std::lock_guard lock(guard);
    return begunWith;
}

MachineSettings SessionControl::machine()
{
    readMachine();
    const std::lock_guard lock(guard);
    return machineSettings;
}

Result<void> SessionControl::changeMachine(const std::function<void(MachineSettings&)>& change)
{
    auto loaded = MachineSettings::load();
    if (!loaded)
        return loaded.error();
    change(loaded.value());
    if (auto kept = loaded.value().save(); !kept)
        return kept;
    const std::lock_guard lock(guard);
    machineSettings = std::move(loaded).value();
    return {};
}

void SessionControl::readMachine()
{
    auto loaded = MachineSettings::load();
    const auto problem = loaded ? std::string() : loaded.error().describe();
    bool isNews = false;
    {
        const std::lock_guard lock(guard);
        if (loaded)
            machineSettings = std::move(loaded).value();
        isNews = std::exchange(machineProblem, problem) != problem;
    }
    if (isNews && !problem.empty())
        log(LogLevel::warning, problem);
}

} // namespace parley::plugin
