// SPDX-License-Identifier: Apache-2.0
#include "Service/Upstream/UpstreamEngines.h"

#include "Auth/Endpoint.h"
#include "Base/Log.h"
#include "Service/Upstream/Detail/UpstreamCalls.h"

#include <chrono>
#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace parley::service
{
namespace
{

using Clock = std::chrono::steady_clock;

/// A network thread that takes longer to let go is told of.
constexpr std::chrono::seconds farewellLimit{1};

/// A model that is not in memory yet has to be loaded first; some servers send the head of their answer before that.
constexpr std::chrono::minutes patience{2};

// Of an answer: voice::mostAnswerBytes of text, each token in an event of its own; a transcript; and a sentence of
// 400 bytes at the lowest speed.
constexpr std::size_t mostChatBytes = std::size_t{32} << 20U;
constexpr std::size_t mostTranscriptBytes = std::size_t{128} << 10U;
constexpr std::size_t mostSpeechBytes = std::size_t{8} << 20U;

Error invalid(const UpstreamServer& server, const std::string& sentence)
{
    return {ErrorCode::invalidArgument, sentence, server.url};
}

Result<UpstreamDoor> makeDoor(const UpstreamServer& server, const std::shared_ptr<net::HttpPool>& pool,
                              const auth::Surroundings& surroundings, std::size_t mostBytes)
{
    auto url = net::Url::parse(server.url);
    if (!url)
        return url.error();
    if (url.value().scheme != "http" && url.value().scheme != "https")
        return invalid(server, "An upstream server is reached by http:// or https://: correct " + server.url + ".");
    if (server.model.empty())
        return invalid(server, "An upstream server needs the name of a model: give one for " + server.url + ".");
    auto reached = std::make_shared<voice::VoiceService>();
    reached->base = std::move(url).value();
    if (!server.key.empty())
    {
        if (!auth::mayCarryKey(reached->base))
            return invalid(server, "The key for " + server.url + " would go over the network unencrypted: use https.");
        reached->headers.emplace_back("Authorization", "Bearer " + server.key.reveal());
    }
    reached->proxy = net::ProxySettings::fromEnvironment(surroundings.environment);
    if (const auto proxy = reached->proxy.proxyFor(reached->base); !proxy)
        return proxy.error();
    if (reached->base.isSecure())
    {
        auto trust = net::TrustRoots::fromEnvironment(surroundings.environment);
        if (!trust)
            return trust.error();
        reached->trust = std::move(trust).value();
    }
    reached->calls.firstByte = patience;
    reached->calls.betweenBytes = patience;
    reached->calls.http.maxBodyBytes = mostBytes;
    reached->pool = pool;
    return UpstreamDoor{std::move(reached), server.model, server.voice};
}

} // namespace

struct UpstreamEngines::State : std::enable_shared_from_this<State>
{
    explicit State(std::shared_ptr<Executor> used)
        : executor(std::move(used))
    {
    }

    struct Job
    {
        Done done;
        std::size_t kind = 0;
        Clock::time_point begun = Clock::now();
        std::unique_ptr<voice::Activity> activity{};
        std::optional<std::stop_callback<std::function<void()>>> onStop{};
    };

    const std::shared_ptr<Executor> executor;
    std::unique_ptr<EngineRunner> others;
    std::optional<UpstreamDoor> chat;
    std::optional<UpstreamDoor> ear;
    std::optional<UpstreamDoor> voice;

    // For the network thread.
    std::map<std::uint64_t, Job> jobs;
    std::uint64_t nextId = 1;
    bool isClosed = false;

    mutable std::mutex mutex;
    EngineFigures sums;
    std::size_t running = 0;

    [[nodiscard]] const UpstreamDoor* doorFor(const EngineWork& work) const
    {
        const auto* door = std::holds_alternative<AnswerJob>(work)      ? &chat
                           : std::holds_alternative<RecogniseJob>(work) ? &ear
                           : std::holds_alternative<SpeakJob>(work)     ? &voice
                                                                        : nullptr;
        return door != nullptr && door->has_value() ? &**door : nullptr;
    }

    [[nodiscard]] bool takesPlace()
    {
        const std::scoped_lock lock(mutex);
        if (running >= mostJobs)
        {
            sums.refused += 1;
            return false;
        }
        running += 1;
        return true;
    }

    void leavePlace()
    {
        const std::scoped_lock lock(mutex);
        running -= 1;
    }

    void note(const Job& job, bool hasFailed)
    {
        const std::scoped_lock lock(mutex);
        auto& sum = sums.byKind.at(job.kind);
        sum.jobs += 1;
        sum.failures += hasFailed ? 1 : 0;
        sum.seconds += std::chrono::duration<double>(Clock::now() - job.begun).count();
    }

    void begin(const EngineWork& work, const std::stop_token& stop, Done done)
    {
        if (isClosed || stop.stop_requested())
        {
            leavePlace();
            return;
        }
        const auto id = nextId++;
        auto& job = jobs[id];
        job.done = std::move(done);
        job.kind = work.index();
        try
        {
            job.activity = start(work, [this, id](EngineResult result) { take(id, std::move(result)); });
        }
        catch (const std::exception& problem)
        {
            take(id, Error{ErrorCode::internal, "A job for a server could not be made: see the service's log.",
                           "upstream", "", problem.what()});
            return;
        }
        job.onStop.emplace(stop,
                           [weak = weak_from_this(), id]
                           {
                               if (const auto self = weak.lock())
                                   self->executor->post(
                                       [weak, id]
                                       {
                                           if (const auto alive = weak.lock())
                                               alive->giveUp(id);
                                       });
                           });
    }

    [[nodiscard]] std::unique_ptr<voice::Activity> start(const EngineWork& work, Tell tell) const
    {
        if (const auto* answer = std::get_if<AnswerJob>(&work))
            return askChat(*chat, *answer, std::move(tell));
        if (const auto* recognise = std::get_if<RecogniseJob>(&work))
            return transcribe(*ear, *recognise, std::move(tell));
        return speak(*voice, std::get<SpeakJob>(work), std::move(tell));
    }

    void take(std::uint64_t id, EngineResult result)
    {
        const auto found = jobs.find(id);
        if (found == jobs.end())
            return;
        if (isPart(result))
        {
            found->second.done(std::move(result));
            return;
        }
        const auto ended = jobs.extract(found);
        leavePlace();
        const auto* error = std::get_if<Error>(&result);
        note(ended.mapped(), error != nullptr);
        if (error != nullptr)
            log(LogLevel::warning, "An upstream server failed: " + error->describe());
        ended.mapped().done(std::move(result));
    }

    void giveUp(std::uint64_t id)
    {
        if (jobs.erase(id) > 0)
            leavePlace();
    }

    void close()
    {
        isClosed = true;
        jobs.clear();
    }
};

Result<std::unique_ptr<UpstreamEngines>> UpstreamEngines::start(const UpstreamServers& servers,
                                                                const MakeOthers& makeOthers,
                                                                const auth::Surroundings& surroundings)
{
    auto executor = Executor::shared();
    const auto pool = std::make_shared<net::HttpPool>(executor, net::HttpPoolLimits{.connectionsPerHost = mostJobs});
    auto made = std::make_shared<State>(std::move(executor));
    const auto open = [&](const std::optional<UpstreamServer>& server, std::optional<UpstreamDoor>& door,
                          std::size_t mostBytes) -> std::optional<Error>
    {
        if (!server)
            return std::nullopt;
        auto opened = makeDoor(*server, pool, surroundings, mostBytes);
        if (!opened)
            return opened.error();
        door = std::move(opened).value();
        return std::nullopt;
    };
    auto fault = open(servers.chat, made->chat, mostChatBytes);
    if (!fault)
        fault = open(servers.transcription, made->ear, mostTranscriptBytes);
    if (!fault)
        fault = open(servers.speech, made->voice, mostSpeechBytes);
    if (fault)
        return std::move(*fault);
    auto others = makeOthers();
    if (!others)
        return others.error();
    made->others = std::move(others).value();
    return std::unique_ptr<UpstreamEngines>(new UpstreamEngines(std::move(made)));
}

UpstreamEngines::UpstreamEngines(std::shared_ptr<State> started)
    : state(std::move(started))
{
}

UpstreamEngines::~UpstreamEngines()
{
    state->others.reset();
    std::promise<void> closed;
    auto answered = closed.get_future();
    state->executor->post(
        [this, &closed]
        {
            state->close();
            closed.set_value();
        });
    // What `done` belongs to goes with the caller, so nothing may be under way once this returned.
    if (answered.wait_for(farewellLimit) == std::future_status::timeout)
        log(LogLevel::error, "The network thread does not end the requests to servers elsewhere, and is waited for: "
                             "let handlers on it return soon.");
    answered.wait();
}

void UpstreamEngines::submit(EngineJob job, std::stop_token stop, Done done)
{
    if (state->doorFor(job.work) == nullptr)
    {
        state->others->submit(std::move(job), std::move(stop), std::move(done));
        return;
    }
    if (!state->takesPlace())
    {
        done(Error{ErrorCode::queueFull, "The service is busy: try again in a moment.", "engines"});
        return;
    }
    state->executor->post([kept = state, work = std::move(job.work), stop = std::move(stop),
                           done = std::move(done)]() mutable { kept->begin(work, stop, std::move(done)); });
}

EngineFigures UpstreamEngines::figures() const
{
    auto all = state->others->figures();
    const std::scoped_lock lock(state->mutex);
    for (std::size_t i = 0; i < all.byKind.size(); ++i)
    {
        all.byKind[i].jobs += state->sums.byKind[i].jobs;
        all.byKind[i].failures += state->sums.byKind[i].failures;
        all.byKind[i].seconds += state->sums.byKind[i].seconds;
    }
    all.refused += state->sums.refused;
    return all;
}

} // namespace parley::service
