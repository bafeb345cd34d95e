// SPDX-License-Identifier: Apache-2.0
// Compares the settings that the service says it applies with those that it was asked for. Pure.
#pragma once

#include "Wire/Item.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace parley::realtime
{

/// The fields that were asked for and are echoed with another value, as paths such as "audio.output.voice". What an
/// echo does not mention cannot be judged. Numbers may differ in the sixth digit; a model may be echoed with its date;
/// tools are compared by their names, so that no secret in them is looked at.
/// @thread any but audio
[[nodiscard]] std::vector<std::string> downgradedFields(const wire::Json& asked, const wire::Json& applied);

/// Matches each session.updated with the session.update that it answers: they come in the order of sending.
/// @thread one at a time
class SettingsEcho
{
public:
    /// Updates of which no echo came; the oldest give way.
    static constexpr std::size_t mostAwaited = 16;

    void asked(wire::Json session, std::string eventId);
    /// The update is not applied; no echo of it will come.
    void refused(const std::string& eventId);
    /// The fields that came out otherwise; none when no update is awaited.
    [[nodiscard]] std::vector<std::string> applied(const wire::Json& session);

    /// The settings asked for last, applied or not; null when there are none.
    [[nodiscard]] const wire::Json& last() const noexcept { return lastAsked; }

    void reset();

private:
    struct Update
    {
        wire::Json session;
        std::string eventId;
    };
    std::deque<Update> awaited;
    wire::Json lastAsked = nullptr;
};

} // namespace parley::realtime
