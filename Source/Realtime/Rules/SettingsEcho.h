// SPDX-License-Identifier: Apache-2.0
// Compares the settings that the service says it applies with those that it was asked for. Pure.
#pragma once

#include "Wire/ServerEvent.h"

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace parley::realtime
{

/// The fields that were asked for and are echoed with another value, as paths such as "audio.output.voice". What an
/// echo does not mention cannot be judged. Numbers may differ in the sixth digit; a model may be echoed with its date;
/// tools are compared by their names, so that no secret in them is looked at.
/// @thread any but audio
[[nodiscard]] std::vector<std::string> downgradedFields(const wire::Json& asked, const wire::Json& applied);

/// A session.update that was sent.
struct SettingsUpdate
{
    wire::Json session;
    std::string eventId;
};

/// Matches each session.updated with the session.update that it answers: they come in the order of sending.
/// @thread one at a time
class SettingsEcho
{
public:
    /// Updates of which no echo came; the oldest give way.
    static constexpr std::size_t mostAwaited = 16;

    void asked(wire::Json session, std::string eventId);
    /// The update that this error refuses: that of its event id; where it names none that is known, but a field of
    /// the session, the oldest, for updates are answered in their order. No echo of it will come.
    [[nodiscard]] std::optional<SettingsUpdate> refused(const wire::ServerError& error);

    struct Applied
    {
        std::string eventId;                ///< Of the update that this echo answers.
        std::vector<std::string> differing; ///< The fields that came out otherwise.
    };
    /// Nothing differs when no update is awaited.
    [[nodiscard]] Applied applied(const wire::Json& session);

    /// The settings asked for last and not refused; null when there are none.
    [[nodiscard]] const wire::Json& last() const noexcept
    {
        return awaited.empty() ? lastApplied : awaited.back().session;
    }

    void reset();

private:
    std::list<SettingsUpdate> awaited;
    wire::Json lastApplied = nullptr;
};

} // namespace parley::realtime
