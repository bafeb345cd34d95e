// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Session.h"

#include "Base/Detail/ExecutorDetail.h"
#include "Base/Log.h"

#include <boost/asio/steady_timer.hpp>

#include <cassert>
#include <chrono>
#include <future>
#include <mutex>
#include <utility>

namespace parley::realtime
{
namespace
{

/// The destructor waits for the network thread at most so long.
constexpr std::chrono::seconds farewellDeadline{1};

} // namespace

/// Lives on the network thread; keeps itself alive until the transport is gone.
class Session::Shell : public std::enable_shared_from_this<Shell>
{
public:
    Shell(Executor& usedExecutor, SessionOptions given)
        : executor(usedExecutor)
        , ownsEvents(given.events == nullptr)
        , events(given.events != nullptr ? given.events : std::make_shared<EventHub>(executor))
        , core(given.settings)
        , options(std::move(given))
        , timer(executor.detail().ioContext)
    {
    }

    void post(Input given)
    {
        executor.post([self = shared_from_this(), given = std::move(given)]() mutable
                      { self->feed(std::move(given)); });
    }

    void connect()
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
                if (!self->isAbandoned)
                    self->open();
            });
    }

    void close()
    {
        executor.post([self = shared_from_this()] { self->closeTransport(); });
    }

    /// The owner goes: nothing is published, played or sent once this returned.
    void abandon()
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

    void feed(Input given)
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

    [[nodiscard]] std::vector<wire::Item> history() const
    {
        const std::scoped_lock lock(coreMutex);
        return core.history().items();
    }

    [[nodiscard]] Agent currentAgent() const
    {
        const std::scoped_lock lock(coreMutex);
        return core.currentAgent();
    }

    [[nodiscard]] ConnectionState state() const
    {
        const std::scoped_lock lock(coreMutex);
        return core.state();
    }

    [[nodiscard]] std::uint64_t droppedEarlySamples() const
    {
        const std::scoped_lock lock(coreMutex);
        return core.droppedEarlySamples();
    }

    Executor& executor;
    const bool ownsEvents;
    const std::shared_ptr<EventHub> events;

private:
    void letGo()
    {
        isAbandoned = true;
        timer.cancel();
        options.transport.reset();
        options.observer = nullptr;
        options.speechSink.reset();
        options.recorder.reset();
    }

    void open()
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

    void receive(std::string_view text)
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

    void closeTransport()
    {
        if (isAbandoned)
            return;
        if (core.state() == ConnectionState::disconnected || core.state() == ConnectionState::failed)
            return;
        feed(input::Closing{});
        options.transport->close();
    }

    void transportClosed(const Error& error) { feed(input::TransportClosed{closeReason ? *closeReason : error}); }

    void carryOut(Outputs out)
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
        if (out.close && !isAbandoned)
        {
            closeReason = std::move(out.close);
            options.transport->close();
        }
    }

    void speak(const SpeechChunk& chunk)
    {
        if (isAbandoned || options.speechSink == nullptr)
            return;
        if (!options.speechSink->speech(chunk.part, chunk.samples))
            post(input::PlayoutOverflow{chunk.part.responseId});
    }

    void send(const wire::ClientEvent& event)
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

    void publish(const Event& event)
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

    void setTimer()
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

    /// Only against readers on other threads; never held while anything else runs.
    mutable std::mutex coreMutex;
    SessionCore core;
    SessionOptions options;
    boost::asio::steady_timer timer;
    std::optional<Time> timerDue;
    std::optional<Error> closeReason;
    bool isOpened = false;
    bool sendFails = false;
    bool isAbandoned = false;
};

Session::Session(std::shared_ptr<Executor> usedExecutor, SessionOptions options)
    : executor(std::move(usedExecutor))
    , shell(std::make_shared<Shell>(*executor, std::move(options)))
{
}

Session::~Session()
{
    shell->abandon();
}

void Session::connect()
{
    shell->connect();
}

void Session::sendMessage(std::string text)
{
    shell->post(input::SendMessage{wire::Item::userText(std::move(text))});
}

void Session::sendAudio(std::vector<std::int16_t> samples, bool commit)
{
    shell->post(input::SendAudio{std::move(samples), commit});
}

void Session::interrupt()
{
    shell->post(input::Interrupt{});
}

void Session::close()
{
    shell->close();
}

std::uint64_t Session::subscribe(EventHandler handler)
{
    return shell->events->subscribe(std::move(handler));
}

void Session::unsubscribe(std::uint64_t subscription)
{
    shell->events->unsubscribe(subscription);
}

std::vector<wire::Item> Session::history() const
{
    return shell->history();
}

Agent Session::currentAgent() const
{
    return shell->currentAgent();
}

ConnectionState Session::state() const
{
    return shell->state();
}

std::uint64_t Session::droppedEarlySamples() const
{
    return shell->droppedEarlySamples();
}

void Session::playbackStarted(const std::string& responseId, std::chrono::microseconds wireToOutput)
{
    shell->feed(input::PlaybackStarted{responseId, wireToOutput});
}

void Session::playbackFinished(const std::string& responseId)
{
    shell->feed(input::PlaybackFinished{responseId});
}

} // namespace parley::realtime
