// SPDX-License-Identifier: Apache-2.0
// A transport that plays a script: expects this frame, then emits that one. What is unexpected or left over fails.
#pragma once

#include "Base/Executor.h"
#include "Realtime/Transport.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::test
{

/// What is to happen, in order. Written before the session connects, judged when `finished` has come.
class Script
{
public:
    /// The next frame that the session sends is to hold all these fields; any other, audio too, is a complaint.
    Script& expect(nlohmann::json fields)
    {
        steps.push_back({true, std::move(fields)});
        return *this;
    }
    Script& emit(nlohmann::json frame)
    {
        steps.push_back({false, std::move(frame)});
        return *this;
    }
    /// The service, or the way to it, ends the connection.
    Script& end(Error error)
    {
        steps.push_back({false, nullptr, std::move(error)});
        return *this;
    }

    /// True when every step was taken within the time, and nothing else was sent.
    [[nodiscard]] bool isDone(std::chrono::seconds patience = std::chrono::seconds(5))
    {
        return finished.wait_for(patience) == std::future_status::ready && complaints().empty();
    }
    [[nodiscard]] std::vector<std::string> complaints() const
    {
        const std::scoped_lock lock(mutex);
        return wrong;
    }

private:
    friend class ScriptedTransport;
    struct Step
    {
        bool isExpected = false;
        nlohmann::json json;
        std::optional<Error> end{};
    };

    void complain(std::string text)
    {
        const std::scoped_lock lock(mutex);
        wrong.push_back(std::move(text));
    }

    std::deque<Step> steps;
    mutable std::mutex mutex;
    std::vector<std::string> wrong;
    std::promise<void> done;
    std::future<void> finished = done.get_future();
    bool isTold = false;
};

class ScriptedTransport final : public realtime::Transport
{
public:
    ScriptedTransport(Executor& usedExecutor, std::shared_ptr<Script> played)
        : executor(usedExecutor)
        , script(std::move(played))
    {
    }
    ~ScriptedTransport() override { *isAlive = false; }

    void open(Handlers given) override
    {
        handlers = std::move(given);
        later(
            [this]
            {
                handlers.onOpen();
                later([this] { play(); });
            });
    }

    bool send(std::string text) override
    {
        if (refuses)
            return false;
        const auto frame = nlohmann::json::parse(text);
        if (script->steps.empty() || !script->steps.front().isExpected || !holds(frame, script->steps.front().json))
        {
            script->complain("unexpected: " + text);
            return true;
        }
        script->steps.pop_front();
        later([this] { play(); });
        return true;
    }

    void close() override
    {
        later([this] { handlers.onClosed({ErrorCode::cancelled, "Closed.", {}}); });
    }

    bool refuses = false; ///< Every further frame, as a connection does that is too slow.

private:
    static bool holds(const nlohmann::json& frame, const nlohmann::json& fields)
    {
        for (const auto& [name, value] : fields.items())
            if (!frame.contains(name) || (value.is_object() ? !holds(frame[name], value) : frame[name] != value))
                return false;
        return true;
    }

    void later(std::function<void()> task)
    {
        executor.post(
            [alive = isAlive, task = std::move(task)]
            {
                if (*alive)
                    task();
            });
    }

    void play()
    {
        if (!script->steps.empty() && !script->steps.front().isExpected)
        {
            const auto step = script->steps.front();
            script->steps.pop_front();
            later([this] { play(); });
            if (step.end)
                handlers.onClosed(*step.end);
            else
                handlers.onText(step.json.dump());
        }
        else if (script->steps.empty() && !std::exchange(script->isTold, true))
            script->done.set_value();
    }

    Executor& executor;
    const std::shared_ptr<Script> script;
    const std::shared_ptr<bool> isAlive = std::make_shared<bool>(true);
    Handlers handlers;
};

/// One script for each connection, in order; whoever comes after the last finds nobody. `latest`, if given, points to
/// the transport made last.
inline realtime::TransportFactory scriptedTransports(Executor& executor, std::vector<std::shared_ptr<Script>> scripts,
                                                     std::shared_ptr<ScriptedTransport*> latest = {})
{
    const auto left = std::make_shared<std::deque<std::shared_ptr<Script>>>(std::deque(scripts.begin(), scripts.end()));
    return [&executor, left, latest](const realtime::TransportReady& ready)
    {
        if (left->empty())
        {
            ready(Error{ErrorCode::connectFailed, "No script is left.", "connect"});
            return;
        }
        auto made = std::make_unique<ScriptedTransport>(executor, left->front());
        left->pop_front();
        if (latest != nullptr)
            *latest = made.get();
        ready(std::unique_ptr<realtime::Transport>(std::move(made)));
    };
}

} // namespace parley::test
