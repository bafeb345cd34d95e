// SPDX-License-Identifier: Apache-2.0
// The calls of tools that are under way, and when the model is to answer them: once for all calls of one response.
// Pure.
#pragma once

#include "Realtime/Rules/ToolJob.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley::realtime
{

/// A call waits for its job, which has a deadline, or for the user, who has none. Each is answered once: what comes
/// later is dropped and counted.
/// @thread one at a time
class ToolCalls
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// More calls at a time are answered with an error at once.
    static constexpr std::size_t mostOpen = 128;

    struct Open
    {
        ToolJob job;
        std::string responseId;
        std::string itemId;
        bool awaitsUser = false;
    };

    /// False when a call of this id came before; a service may repeat itself after a reconnect.
    [[nodiscard]] bool isNew(const std::string& callId);
    [[nodiscard]] bool isFull() const noexcept { return open.size() >= mostOpen; }

    /// A job is under way; calls that wait for the user do not count.
    [[nodiscard]] bool isRunning() const;

    /// A call of this response was seen; its answer is due at `answered`.
    void arrived(const std::string& responseId);

    /// How long this job may take.
    [[nodiscard]] static std::chrono::milliseconds patience(const ToolJob& job);
    /// Keeps the call and gives its job an id and a deadline.
    [[nodiscard]] ToolJob start(Open call, Time now);
    /// The call of this job, which is thereby over, or nothing when it was answered already.
    [[nodiscard]] std::optional<Open> finish(std::uint64_t job);

    /// The same for a call that the program answers itself, which has no job on the pool.
    [[nodiscard]] std::optional<Open> finishOwn(const std::string& callId);

    /// The call waits for the user.
    void park(Open call);
    [[nodiscard]] std::optional<Open> unpark(const std::string& callId);

    /// The calls whose deadline passed; they are over.
    [[nodiscard]] std::vector<Open> expire(Time now);
    [[nodiscard]] std::optional<Time> deadline() const;

    /// One call of this response has its output; the model is to say something about it unless in the background.
    void answered(const std::string& responseId, bool isBackground);
    /// `isCut`: the user or the service cut it short, so that nothing more is asked for on its behalf.
    void responseDone(const std::string& responseId, bool isCut);
    /// The user decided about a call, so its response is wanted even if it was cut short meanwhile.
    void wanted(const std::string& responseId);
    /// True once for each response all of whose calls are answered: the model is to be asked now.
    [[nodiscard]] bool takeDue();

    /// No response is under way any more; calls go on.
    void connectionLost();

    /// Nothing is waited for any more. The jobs that were running.
    [[nodiscard]] std::vector<std::uint64_t> stopAll();

    [[nodiscard]] std::uint64_t lateResults() const noexcept { return late; }

private:
    struct Group
    {
        std::size_t unanswered = 0;
        bool isDone = false;
        bool isCut = false;
        bool wantsAnswer = false;
    };
    void settle(std::map<std::string, Group>::iterator group);

    std::map<std::uint64_t, Open> open;  ///< By the id of the job.
    std::map<std::string, Group> groups; ///< By the id of the response.
    std::list<std::string> seen;
    std::uint64_t lastJob = 0;
    std::uint64_t late = 0;
    std::size_t due = 0;
};

/// What the model is told when a tool gives no output of its own.
namespace toolAnswer
{
[[nodiscard]] std::string unknown(const std::string& tool);
[[nodiscard]] std::string disabled(const std::string& tool);
[[nodiscard]] std::string badArguments(const std::string& tool);
[[nodiscard]] std::string timedOut(const std::string& tool, std::chrono::milliseconds after);
[[nodiscard]] std::string failed(const std::string& tool, const std::string& reason);
[[nodiscard]] std::string tooMany(const std::string& tool);
[[nodiscard]] std::string interrupted(const std::string& tool);
/// Of a handoff to somebody whom the cast does not have any more.
[[nodiscard]] std::string nobodyThere(const std::string& agent);
/// Longer outputs are cut between two characters, and end with a note that says so.
constexpr std::size_t longest = std::size_t{64} * 1024;
[[nodiscard]] std::string limited(std::string output);
} // namespace toolAnswer

} // namespace parley::realtime
