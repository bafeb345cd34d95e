// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Detail/SessionShell.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"

#include <cassert>
#include <chrono>
#include <future>
#include <utility>

namespace parley::realtime
{
namespace
{

/// The destructor waits for the network thread at most so long.
constexpr std::chrono::seconds farewellDeadline{1};

void registerSecretsOf(const Agent& agent)
{
    for (const auto& server : agent.hostedMcp)
    {
        registerSecret(server.authorization);
        for (const auto& [name, value] : server.headers)
            registerSecret(value);
    }
    for (const auto& handoff : agent.handoffs)
        if (handoff.agent != nullptr)
            registerSecretsOf(*handoff.agent);
}

} // namespace

SessionShell::SessionShell(Executor& usedExecutor, SessionOptions given)
    : executor(usedExecutor)
    , ownsEvents(given.events == nullptr)
    , events(given.events != nullptr ? given.events : std::make_shared<EventHub>(executor))
    , core(given.settings)
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
            if (std::exchange(self->isOpened, true))
            {
                self->publish(ErrorEvent{{ErrorCode::invalidArgument,
                                          "A session connects once: make a new one to connect again.", "connect"}});
                return;
            }
            self->feed(input::Connecting{});
            if (!self->isAbandoned && self->core.state() == ConnectionState::connecting)
                self->open();
        });
}

void SessionShell::close()
{
    executor.post([self = shared_from_this()] { self->closeTransport(); });
}

void SessionShell::updateAgent(Agent agent)
{
    registerSecretsOf(agent);
    post(input::UpdateAgent{std::move(agent)});
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
    carryOut(std::move(out));
    setTimer();
}

std::vector<wire::Item> SessionShell::history() const
{
    const std::scoped_lock lock(coreMutex);
    return core.history().items();
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
    options.transport.reset();
    options.observer = nullptr;
    options.speechSink.reset();
    options.recorder.reset();
}

void SessionShell::open()
{
    const auto weak = weak_from_this();
    options.transport->open({[weak]
                             {
                                 if (const auto self = weak.lock())
                                     self->feed(input::TransportOpened{});
                             },
                             [weak](std::string_view text)
                             {
                                 if (const auto self = weak.lock())
                                     self->receive(text);
                             },
                             [weak](const Error& error)
                             {
                                 if (const auto self = weak.lock())
                                     self->transportClosed(error);
                             }});
}

void SessionShell::receive(std::string_view text)
{
    if (isAbandoned)
        return;
    auto event = wire::parseServerEvent(text);
    // What is not JSON would break the recording; the warning that follows is its mark there.
    if (event && options.recorder != nullptr)
        options.recorder->serverFrame(text);
    if (event)
        feed(std::move(event).value());
    else
        feed(input::BrokenFrame{event.error()});
}

void SessionShell::closeTransport()
{
    if (isAbandoned)
        return;
    if (core.state() == ConnectionState::disconnected || core.state() == ConnectionState::failed)
        return;
    feed(input::Closing{});
    options.transport->close();
}

void SessionShell::transportClosed(const Error& error)
{
    feed(input::TransportClosed{closeReason ? *closeReason : error});
}

void SessionShell::carryOut(Outputs out)
{
    if (out.flushPlayout && options.speechSink != nullptr)
        options.speechSink->interrupt(
            [weak = weak_from_this()](std::vector<HeardSpeech> heard)
            {
                if (const auto self = weak.lock())
                    self->feed(input::PlaybackInterrupted{std::move(heard)});
            });
    for (const auto& chunk : out.speech)
        speak(chunk);
    for (const auto& responseId : out.completedSpeech)
        if (!isAbandoned && options.speechSink != nullptr)
            options.speechSink->speechComplete(responseId);
    for (const auto& event : out.send)
        send(event);
    for (const auto& event : out.publish)
        publish(event);
    runJobs(out);
    if (out.close && !isAbandoned)
    {
        closeReason = std::move(out.close);
        options.transport->close();
    }
}

void SessionShell::runJobs(const Outputs& out)
{
    for (const auto job : out.stopTools)
        tools.stop(job);
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
                           self->feed(input::GuardrailsLooked{id, std::move(finding)});
                   });
}

void SessionShell::speak(const SpeechChunk& chunk)
{
    if (isAbandoned || options.speechSink == nullptr)
        return;
    if (!options.speechSink->speech(chunk.part, chunk.samples))
        post(input::PlayoutOverflow{chunk.part.responseId});
}

void SessionShell::send(const wire::ClientEvent& event)
{
    if (isAbandoned)
        return;
    const auto text = wire::serialize(event);
    const bool isTaken = options.transport->send(text);
    if (isTaken && options.recorder != nullptr)
        options.recorder->clientFrame(text);
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
    if (options.observer)
        options.observer(event);
    if (!isAbandoned)
        events->publish(event);
}

void SessionShell::setTimer()
{
    const auto due = isAbandoned ? std::nullopt : core.nextDeadline();
    if (due == timerDue)
        return;
    timerDue = due;
    timer.cancel();
    if (!due)
        return;
    timer.expires_at(*due);
    timer.async_wait(
        [weak = weak_from_this()](const boost::system::error_code& cancelled)
        {
            const auto self = weak.lock();
            if (!cancelled && self != nullptr)
            {
                self->timerDue.reset();
                self->feed(input::TimePassed{});
            }
        });
}

} // namespace parley::realtime
