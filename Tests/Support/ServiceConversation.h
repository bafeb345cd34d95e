// SPDX-License-Identifier: Apache-2.0
// A session that talks to the local service over a real socket, in one process, and everything it tells.
#pragma once

#include "Net/WebSocketClient.h"
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"
#include "Service/Service.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::test
{

/// Null where the speech model is missing.
inline std::unique_ptr<service::Service> startLocalService()
{
    auto started = service::Service::start({0, Secret("test-key-of-service"), 4});
    return started ? std::move(started).value() : nullptr;
}

class ServiceConversation
{
public:
    ServiceConversation(const service::Service& service, realtime::SessionSettings settings,
                        std::shared_ptr<realtime::SpeechSink> sink = {},
                        std::shared_ptr<realtime::Recorder> recorder = {})
    {
        net::WebSocketOptions socket;
        socket.url = net::Url::parse(service.url() + "?model=gpt-realtime").value();
        socket.headers = {{"Authorization", "Bearer test-key-of-service"}};
        realtime::SessionOptions options;
        options.settings = std::move(settings);
        options.transport = realtime::WebSocketTransport::factory(*executor, std::move(socket));
        options.speechSink = std::move(sink);
        options.recorder = std::move(recorder);
        options.observer = [this](const realtime::Event& event)
        {
            const std::scoped_lock lock(mutex);
            events.push_back(event);
            changed.notify_all();
        };
        session = std::make_unique<realtime::Session>(executor, std::move(options));
        session->connect();
    }

    /// The next event of this kind that holds, from where the last search ended; nothing after ten seconds.
    template <typename T, typename Condition>
    std::optional<T> await(Condition condition)
    {
        std::unique_lock lock(mutex);
        std::optional<T> found;
        changed.wait_for(lock, std::chrono::seconds(10),
                         [&]
                         {
                             for (; !found && next < events.size(); ++next)
                                 if (const auto* one = std::get_if<T>(&events[next]); one != nullptr && condition(*one))
                                     found = *one;
                             return found.has_value();
                         });
        return found;
    }
    template <typename T>
    std::optional<T> await()
    {
        return await<T>([](const T&) { return true; });
    }

    template <typename T>
    std::vector<T> all()
    {
        const std::scoped_lock lock(mutex);
        std::vector<T> found;
        for (const auto& event : events)
            if (const auto* one = std::get_if<T>(&event))
                found.push_back(*one);
        return found;
    }

    const std::shared_ptr<Executor> executor = Executor::shared();

private:
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<realtime::Event> events;
    std::size_t next = 0;

public:
    std::unique_ptr<realtime::Session> session; ///< Goes first, for its observer uses the others.
};

} // namespace parley::test
