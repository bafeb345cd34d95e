// SPDX-License-Identifier: Apache-2.0
// What a client may send, and its JSON. Schema: RealtimeClientEvent (GA names only).
#pragma once

#include "Wire/AudioFormat.h"
#include "Wire/Item.h"
#include "Wire/SessionConfig.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::wire
{

struct SessionUpdate
{
    SessionConfig session;
};

struct InputAudioAppend
{
    std::vector<std::int16_t> samples; ///< Mono, at the format's rate.
    AudioFormat format = AudioFormat::pcm;
};

struct InputAudioCommit
{
};

struct InputAudioClear
{
};

struct ItemCreate
{
    Item item;
    std::optional<std::string> previousItemId; ///< "root" puts it first.
};

struct ItemDelete
{
    std::string itemId;
};

struct ItemTruncate
{
    std::string itemId;
    int contentIndex = 0;
    std::int64_t audioEndMs = 0;
};

struct ResponseCreate
{
    Json response = nullptr; ///< Overrides, or null for none.
};

struct ResponseCancel
{
    std::string responseId; ///< Empty: the response that is under way.
};

/// Whatever the caller wants to say: an object with a `type`.
struct RawEvent
{
    Json json;
};

/// One of the events, with the id by which an `error` of the service names it.
struct ClientEvent
{
    std::variant<SessionUpdate, InputAudioAppend, InputAudioCommit, InputAudioClear, ItemCreate, ItemDelete,
                 ItemTruncate, ResponseCreate, ResponseCancel, RawEvent>
        body;
    std::string eventId; ///< Left out when empty.
};

/// The frame's text.
/// @thread any but audio
[[nodiscard]] std::string serialize(const ClientEvent& event);

} // namespace parley::wire
