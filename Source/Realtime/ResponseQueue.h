// SPDX-License-Identifier: Apache-2.0
// Who may send response.create, and when: one response at a time, nothing lost, nothing sent twice. Pure.
#pragma once

#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::realtime
{

/// The service answers a create beside a running response with conversation_already_has_active_response, and starts
/// responses of its own after speech. A create of ours carries a tag, in its metadata and as its event id, so that a
/// response that the service started by itself is told from ours, and a refused create waits for its turn again.
/// @thread one at a time
class ResponseQueue
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A create that the service neither takes up nor refuses for so long is given up, so that the next one can go.
    static constexpr std::chrono::seconds answerDeadline{15};

    /// The tag by which a response is known as ours: in the metadata of its create, echoed in response.created (schema:
    /// Metadata).
    static void putTag(wire::Json& response, const std::string& tag);
    [[nodiscard]] static std::string tagOf(const wire::Json& response);

    /// Asks for a response. Without overrides (null) it joins one that waits already at the end of the queue; with
    /// overrides each is a response of its own, in order.
    void request(wire::Json overrides = nullptr);

    /// The create that may be sent now, if any. To be called after every other call; waits are measured from here.
    [[nodiscard]] std::optional<wire::ClientEvent> next(Time now);

    /// The service committed speech and will start a response by itself.
    void expectForeign() noexcept { foreignExpected = true; }
    [[nodiscard]] bool isForeignExpected() const noexcept { return foreignExpected; }

    /// Nothing is under way, asked for or waiting.
    [[nodiscard]] bool isIdle() const noexcept
    {
        return queue.empty() && !inFlight && activeResponses.empty() && !foreignExpected && !blockedByUnknownResponse;
    }

    /// The create in flight is not wanted any more: its response is to be cancelled as soon as it begins.
    void abandonInFlight() noexcept;

    /// True when this response was abandoned before it began.
    bool created(const wire::ResponseCreated& event);
    void done(const std::string& responseId);

    enum class Verdict
    {
        notOurs, ///< The error belongs to something else.
        waits,   ///< The create was early and goes out again after the running response.
        refused  ///< The create is dropped; its caller is to be told.
    };
    [[nodiscard]] Verdict failed(const wire::ServerError& error);

    /// True when a create was given up because its deadline passed. The wait for a response that was never seen ends by
    /// the same deadline, and the create that it held up goes out again.
    [[nodiscard]] bool expire(Time now);
    [[nodiscard]] std::optional<Time> deadline() const;

    /// The responses of the conversation that are under way.
    [[nodiscard]] const std::set<std::string>& active() const noexcept { return activeResponses; }

    /// A new connection: nothing is under way; what waits goes on waiting. The responses of `again` were lost: they are
    /// asked for anew in front of all others, those that were ours with the overrides that they were asked for with.
    void reset(const std::vector<std::string>& again = {});

    [[nodiscard]] std::size_t waiting() const noexcept { return queue.size(); }
    /// A response is under way, or the service owes one.
    [[nodiscard]] bool awaitsService() const noexcept
    {
        return inFlight || !activeResponses.empty() || foreignExpected || blockedByUnknownResponse;
    }

private:
    struct Request
    {
        wire::Json overrides;
        std::string tag;
    };
    struct InFlight
    {
        Request request;
        Time sentAt;
        bool isAbandoned = false;
    };
    [[nodiscard]] std::optional<Request> takeUp(const wire::Json& response);
    [[nodiscard]] std::string newTag();

    std::list<Request> queue;
    std::optional<InFlight> inFlight;
    std::set<std::string> activeResponses;
    std::map<std::string, wire::Json> activeOverrides; ///< Of those that are ours and have some, by response id.
    bool foreignExpected = false;
    bool blockedByUnknownResponse = false; ///< The service says one is active, and we have not seen it created.
    std::optional<Time> blockedSince;
    std::uint64_t lastTag = 0;
};

} // namespace parley::realtime
