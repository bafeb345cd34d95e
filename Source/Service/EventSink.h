// SPDX-License-Identifier: Apache-2.0
// Where the parts of a session put what they want sent and done; gives each event its event_id.
#pragma once

#include "Service/Identifiers.h"
#include "Service/SessionOutput.h"

#include <string_view>
#include <utility>

namespace parley::service
{

/// Why a client event was refused. Becomes the `error` object of an error event.
struct Rejection
{
    std::string code; ///< Empty is sent as null.
    std::string message;
    std::string param; ///< Empty is sent as null.
    std::string type = "invalid_request_error";
};

class EventSink
{
public:
    explicit EventSink(std::uint64_t seed)
        : ids(seed)
    {
    }

    void send(std::string_view type, Json fields)
    {
        fields["type"] = type;
        fields["event_id"] = ids.next("event");
        output.events.push_back(std::move(fields));
    }

    /// `clientEventId` is null unless the refused event carried one.
    void reject(const Rejection& rejection, const Json& clientEventId = nullptr)
    {
        const auto orNull = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
        send("error", {{"error",
                        {{"type", rejection.type},
                         {"code", orNull(rejection.code)},
                         {"message", rejection.message},
                         {"param", orNull(rejection.param)},
                         {"event_id", clientEventId}}}});
    }

    /// Returns the job's id.
    std::uint64_t run(EngineWork work)
    {
        output.jobs.push_back({ids.nextJob(), std::move(work)});
        return output.jobs.back().id;
    }

    /// Its result is not wanted any more; 0 is no job.
    void giveUp(std::uint64_t job)
    {
        if (job != 0)
            output.givenUp.push_back(job);
    }

    void close(std::uint16_t code, std::string reason) { output.close = CloseOrder{code, std::move(reason)}; }

    /// All since the last call.
    [[nodiscard]] SessionOutput take() { return std::exchange(output, {}); }

    Identifiers ids;

private:
    SessionOutput output;
};

} // namespace parley::service
