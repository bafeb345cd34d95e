// SPDX-License-Identifier: Apache-2.0
// Responses beside the conversation: asked for with a tag, known again by it, and kept apart from all else. Pure.
#pragma once

#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <cstddef>
#include <list>
#include <string>
#include <vector>

namespace parley::realtime
{

/// They may run beside any other response (docs/protocol.md, "Responses beside the conversation"): they neither wait
/// for the queue nor hold it up, their items are not the conversation's, and no truncation names them.
/// @thread one at a time
class OutOfBand
{
public:
    /// Responses under way, and requests without one; the oldest give way.
    static constexpr std::size_t mostKept = 64;

    /// The create, with `conversation` none and the tag in its metadata and as its event id.
    [[nodiscard]] wire::ClientEvent request(wire::Json response, const std::string& tag);

    /// True when this response is one of these.
    [[nodiscard]] bool created(const wire::ResponseCreated& event);
    void refused(const std::string& clientEventId);
    [[nodiscard]] bool holds(const std::string& responseId) const;
    /// The tag that it was asked for with; empty when it is none of these, or not ours.
    [[nodiscard]] std::string requestOf(const std::string& responseId) const;

    /// Its end was told.
    void done(const std::string& responseId);

    struct Running
    {
        std::string responseId;
        std::string tag;
        bool hasEnded = false;
    };
    /// Whose end was not told yet.
    [[nodiscard]] std::vector<Running> underWay() const;
    /// The tags of requests that were neither taken up nor refused.
    [[nodiscard]] const std::list<std::string>& unanswered() const noexcept { return asked; }

    void reset();

private:
    std::list<std::string> asked;
    std::list<Running> known; ///< Their speech may sound and be cut short after they are done, so they stay.
};

} // namespace parley::realtime
