// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Detail/SessionShell.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"
#include "Realtime/Detail/ToolSecrets.h"
#include "Wire/ServerEventReader.h"

#include <cassert>
#include <chrono>
#include <future>
#include <random>
#include <utility>

namespace parley::realtime
{
namespace
{

/// The destructor waits for the network thread at most so long.
constexpr std::chrono::seconds farewellDeadline{1};

SessionSettings seeded(SessionSettings settings)
{
    std::random_device device;
    while (settings.seed == 0)
        settings.seed = (static_cast<std::uint64_t>(device()) << 32U) | device();
    return settings;
}

/// One for all sessions of the network thread: what a large frame needs of memory is needed once.
wire::ServerEventReader& frameReader()
{
    thread_local wire::ServerEventReader reader;
    return reader;
}

std::int64_t epochSeconds()
{
    const auto epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(epoch).count();
}

} // namespace

SessionShell::SessionShell(Executor& usedExecutor, SessionOptions given)
    : executor(usedExecutor)
    , ownsEvents(given.events == nullptr)
    , events(given.events != nullptr ? given.events : std::make_shared<EventHub>(executor))
    , core(seeded(given.settings))
    , options(std::move(given))
    , tools(executor)
    , timer(executor.detail().ioContext)
{
    registerSecretsOf(options.settings.agent);
    for (const auto& agent : options.settings.cast)
        registerSecretsOf(agent);
}

void SessionShell::post(Input given)
{
    executor.post([self = shared_from_this(), given = std::move(given)]() mutable { self->feed(std::move(given)); });
}

void SessionShell::connect()
{
    executor.post(
        [self = shared_from_this()]
        {
            if (self->isAbandoned)
                return;
            const auto state = self->core.state();
            if (state == ConnectionState::disconnected || state == ConnectionState::failed)
                self->feed(input::Connecting{});
            else
                self->publish(
                    ErrorEvent{{ErrorCode::invalidArgument,
                                "The session is connected or on its way: close it to connect anew.", "connect"}});
        });
}

void SessionShell::close()
{
    executor.post([self = shared_from_this()] { self->closeTransport(); });
}

void SessionShell::abandon()
{
    if (ownsEvents)
        events->unsubscribeAll();
    if (executor.isNetworkThread())
    {
        // The owner may be inside a callback of the transport, which therefore goes a little later.
        isAbandoned = true;
        executor.post([self = shared_from_this()] { self->letGo(); });
        return;
    }
    const auto gone = std::make_shared<std::promise<void>>();
    auto answered = gone->get_future();
    executor.post(
        [self = shared_from_this(), gone]
        {
            self->letGo();
            gone->set_value();
        });
    if (answered.wait_for(farewellDeadline) == std::future_status::timeout)
        log(LogLevel::error, "The network thread did not let go of a session within a second.");
}

void SessionShell::feed(Input given)
{
    assert(executor.isNetworkThread());
    if (isAbandoned)
        return;
    Outputs out;
    {
        const std::scoped_lock lock(coreMutex);
        out = core.handle(std::move(given), std::chrono::steady_clock::now());
    }
    carryOut(out);
    setTimer();
}

std::vector<wire::Item> SessionShell::history() const
{
    const std::scoped_lock lock(coreMutex);
    return core.history().items();
}

wire::Json SessionShell::historyAsJson() const
{
    const std::scoped_lock lock(coreMutex);
    return core.history().toJson();
}

Usage SessionShell::usage() const
{
    const std::scoped_lock lock(coreMutex);
    return core.usage();
}

Agent SessionShell::currentAgent() const
{
    const std::scoped_lock lock(coreMutex);
    return core.currentAgent();
}

ConnectionState SessionShell::state() const
{
    const std::scoped_lock lock(coreMutex);
    return core.state();
}

std::uint64_t SessionShell::droppedEarlySamples() const
{
    const std::scoped_lock lock(coreMutex);
    return core.droppedEarlySamples();
}

void SessionShell::letGo()
{
    isAbandoned = true;
    tools.stopAll();
    timer.cancel();
    options.transport = nullptr;
    if (links != nullptr)
        links->reset();
    options.observer = nullptr;
    options.speechSink.reset();
    options.recorder.reset();
}

void SessionShell::makeLinks()
{
    const auto weak = weak_from_this();
    links = std::make_shared<Links>(executor, options.transport,
                                    Links::Calls{[weak](LinkId link)
                                                 {
                                                     if (const auto self = weak.lock())
                                                         self->opened(link);
                                                 },
                                                 [weak](LinkId link, std::string_view text)
                                                 {
                                                     if (const auto self = weak.lock())
                                                         self->receive(link, text);
                                                 },
                                                 [weak](LinkId link, const Error& error)
                                                 {
                                                     if (const auto self = weak.lock())
                                                         self->closed(link, error);
                                                 }});
}

void SessionShell::opened(LinkId link)
{
    const input::TransportOpened event{epochSeconds()};
    if (link == LinkId::current)
        feed(event);
    else
        feed(input::OfNext{event});
}

void SessionShell::receive(LinkId link, std::string_view text)
{
    if (isAbandoned)
        return;
    auto event = frameReader().read(text, core.speechFormat());
    // What is not JSON would break the recording; the warning that follows is its mark there.
    if (event && options.recorder != nullptr)
        options.recorder->serverFrame(text);
    if (!event)
        feed(input::BrokenFrame{event.error()});
    else if (link == LinkId::current)
        feed(std::move(event).value());
    else
        feed(input::OfNext{std::move(event).value()});
}

void SessionShell::closed(LinkId link, const Error& error)
{
    if (link == LinkId::current)
        feed(input::TransportClosed{std::exchange(closeReason, {}).value_or(error)});
    else
        feed(input::OfNext{input::TransportClosed{error}});
}

void SessionShell::closeTransport()
{
    const auto isOver = [this]
    { return core.state() == ConnectionState::disconnected || core.state() == ConnectionState::failed; };
    if (isAbandoned || isOver())
        return;
    feed(input::Closing{});
    if (!isAbandoned && !isOver())
        links->close(LinkId::current);
}

void SessionShell::carryOut(Outputs& out)
{
    if (out.flushPlayout && options.speechSink != nullptr)
        options.speechSink->interrupt(
            [weak = weak_from_this()](std::vector<HeardSpeech> heard)
            {
                if (const auto self = weak.lock())
                    self->feed(input::PlaybackInterrupted{std::move(heard)});
            });
    for (auto& chunk : out.speech)
        speak(std::move(chunk));
    for (const auto& responseId : out.completedSpeech)
        if (!isAbandoned && options.speechSink != nullptr)
            options.speechSink->speechComplete(responseId);
        else if (!isAbandoned)
            post(input::PlaybackFinished{responseId, true});
    for (const auto& event : out.send)
        send(LinkId::current, event);
    for (const auto& event : out.sendNext)
        send(LinkId::next, event);
    if (out.movesOver && !isAbandoned)
        links->moveOver();
    for (const auto& event : out.publish)
        publish(event);
    runJobs(out);
    carryOutLinks(out);
}

void SessionShell::carryOutLinks(const Outputs& out)
{
    if (isAbandoned)
        return;
    if (links == nullptr)
        makeLinks();
    if (out.close)
    {
        closeReason = out.close;
        links->close(LinkId::current);
    }
    if (out.closesNext)
        links->close(LinkId::next);
    if (out.connects)
    {
        sendFails = false;
        links->open(LinkId::current);
    }
    if (out.connectsNext)
        links->open(LinkId::next);
}

void SessionShell::runJobs(const Outputs& out)
{
    for (const auto job : out.stopTools)
        tools.stop(job);
    for (const auto look : out.stopLooks)
        tools.stopLook(look);
    if (isAbandoned)
        return;
    const auto weak = weak_from_this();
    for (const auto& job : out.startTools)
        tools.run(job,
                  [weak, id = job.id](ToolResult result)
                  {
                      if (const auto self = weak.lock())
                      {
                          self->tools.forget(id);
                          self->feed(input::ToolFinished{id, std::move(result)});
                      }
                  });
    for (const auto& job : out.look)
        tools.look(job,
                   [weak, id = job.id](GuardrailFinding finding)
                   {
                       if (const auto self = weak.lock())
                       {
                           self->tools.forgetLook(id);
                           self->feed(input::GuardrailsLooked{id, std::move(finding)});
                       }
                   });
}

void SessionShell::speak(SpeechChunk chunk)
{
    if (!isAbandoned && options.speechSink != nullptr && !options.speechSink->speech(chunk.part, chunk.samples))
        post(input::PlayoutOverflow{chunk.part.responseId});
    frameReader().reuse({std::move(chunk.part.responseId), std::move(chunk.part.itemId), 0, std::move(chunk.samples)});
}

void SessionShell::send(LinkId link, const wire::ClientEvent& event)
{
    if (isAbandoned)
        return;
    registerSecretsOf(event);
    auto text = wire::serialize(event);
    const auto recorded = options.recorder != nullptr ? text : std::string();
    const bool isTaken = links->send(link, std::move(text));
    if (isTaken && options.recorder != nullptr)
        options.recorder->clientFrame(recorded);
    // Audio alone is 50 frames a second: the first that fails stands for those that follow it.
    const bool failedBefore = std::exchange(sendFails, !isTaken);
    if (!isTaken && !failedBefore)
        publish(Warning{{ErrorCode::queueFull,
                         "A frame could not be sent because the connection is too slow or gone: check the network.",
                         "send"}});
}

void SessionShell::publish(const Event& event)
{
    if (isAbandoned)
        return;
    if (options.recorder != nullptr)
        options.recorder->event(event);
    if (const auto* warning = std::get_if<Warning>(&event))
        log(LogLevel::warning, warning->error.describe());
    if (const auto* error = std::get_if<ErrorEvent>(&event))
        log(LogLevel::error, error->error.describe());
    if (const auto* lost = std::get_if<Reconnecting>(&event))
        log(LogLevel::warning, lost->reason.describe() + " Attempt " + std::to_string(lost->attempt) + " in " +
                                   std::to_string(lost->wait.count()) + " ms.");
    if (options.observer)
        options.observer(event);
    if (!isAbandoned)
        events->publish(event);
}

void SessionShell::setTimer()
{
    const auto due = isAbandoned ? std::nullopt : core.nextDeadline();
    // Most deadlines are put off by each message and hardly any is met, so the timer stays as it is where it goes off
    // too early: then it looks again.
    if (!due || (timerDue && *timerDue <= *due))
        return;
    timerDue = due;
    timer.expires_at(*due);
    timer.async_wait(
        [weak = weak_from_this()](const boost::system::error_code& cancelled)
        {
            const auto self = weak.lock();
            if (!cancelled && self != nullptr)
                self->timerWentOff();
        });
}

void SessionShell::timerWentOff()
{
    timerDue.reset();
    const auto due = core.nextDeadline();
    if (due && *due <= std::chrono::steady_clock::now())
        feed(input::TimePassed{});
    else
        setTimer();
}

} // namespace parley::realtime
