// SPDX-License-Identifier: Apache-2.0
// What the user's side asks of a session. While connecting it is kept, in its order, and taken up when ready.
#pragma once

#include "Wire/Item.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

namespace input
{

struct SendMessage
{
    wire::Item item;
    bool asksForAnswer = true;
};

struct SendAudio
{
    std::vector<std::int16_t> samples; ///< 24 kHz mono.
    bool commit = false;
};

/// What was sent and not committed is forgotten.
struct ClearAudio
{
};

struct CreateResponse
{
    wire::Json overrides; ///< Schema: RealtimeResponseCreateParams; null for none.
};

/// A response beside the conversation.
struct CreateOutOfBandResponse
{
    wire::Json response;
    std::string request; ///< By which its events are known.
};

struct SendRaw
{
    wire::Json event;
};

struct UpdateHistory
{
    std::vector<wire::Item> items;
};

} // namespace input

using UserInput = std::variant<input::SendMessage, input::SendAudio, input::ClearAudio, input::CreateResponse,
                               input::CreateOutOfBandResponse, input::SendRaw, input::UpdateHistory>;

} // namespace parley::realtime
