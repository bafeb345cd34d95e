// SPDX-License-Identifier: GPL-3.0-or-later
// One line of the recording that the plugin writes: a frame of the wire, or a mark of its own.
#pragma once

#include "Base/Result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::host
{

enum class Speaker
{
    client,
    server,
    parley
};

[[nodiscard]] std::string_view toString(Speaker speaker) noexcept;

struct RecordedEvent
{
    double ms = 0; ///< Since the recording began.
    Speaker from = Speaker::parley;
    nlohmann::json event; ///< Always an object with a `type`.

    [[nodiscard]] const std::string& type() const { return event.at("type").get_ref<const std::string&>(); }

    /// The field's text, or nothing where it is not there or is no text.
    [[nodiscard]] std::string text(const char* field) const;
    /// The field's number, or `otherwise`.
    [[nodiscard]] double number(const char* field, double otherwise = 0) const;

    /// A delta of the agent's voice, by its GA name or its beta name.
    [[nodiscard]] bool isOutputAudio() const;
    /// The bytes of sound that the frame carries, of either direction; 0 for frames without sound.
    [[nodiscard]] std::size_t audioBytes() const;
};

/// Reads {"ms":N,"from":"client"|"server"|"parley","event":{"type":...}}. Anything else is fileInvalid.
[[nodiscard]] Result<RecordedEvent> parseRecordedEvent(std::string_view line);

} // namespace parley::host
