// SPDX-License-Identifier: Apache-2.0
// What SessionCore is told, and what it says is to be done.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Base/Error.h"
#include "Realtime/Agent.h"
#include "Realtime/Event.h"
#include "Realtime/Rules/BargeIn.h"
#include "Realtime/Rules/GuardrailJob.h"
#include "Realtime/Rules/ToolJob.h"
#include "Realtime/SpeechChunk.h"
#include "Realtime/UserInput.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::realtime
{

/// What the shell tells the core.
namespace input
{

/// The user wants a session.
struct Connecting
{
};

struct TransportOpened
{
    std::int64_t epochSeconds = 0; ///< By the calendar; 0 when it is not known.
};

/// This side says goodbye: nothing is sent any more.
struct Closing
{
};

struct TransportClosed
{
    Error error; ///< Code `cancelled` when this side closed.
};

struct Interrupt
{
};

struct PlaybackInterrupted
{
    std::vector<HeardSpeech> heard;
};

struct PlaybackStarted
{
    std::string responseId;
    std::chrono::microseconds wireToOutput{0};
};

struct PlaybackFinished
{
    std::string responseId;
    bool isUnheard = false; ///< There is no output that could play it.
};

/// The speech of this response does not fit the store any more.
struct PlayoutOverflow
{
    std::string responseId;
};

/// What comes over the second connection, the one that is to take over.
struct OfNext
{
    std::variant<TransportOpened, TransportClosed, wire::ServerEvent> what;
};

/// A deadline of the core may have passed.
struct TimePassed
{
};

/// A frame that could not be read.
struct BrokenFrame
{
    Error error;
};

struct ToolFinished
{
    std::uint64_t job = 0;
    ToolResult result;
};

struct GuardrailsLooked
{
    std::uint64_t job = 0;
    GuardrailFinding finding;
};

/// The user's word about a call that waits for it; `always`: about all further calls of this tool by this agent, too.
struct ApproveTool
{
    std::string callId;
    bool always = false;
};

struct RejectTool
{
    std::string callId;
    bool always = false;
    std::string message; ///< For the model; empty: a standard sentence.
};

/// What a call that the program answers itself has come to.
struct AnswerTool
{
    std::string callId;
    Result<ToolOutput> output;
};

struct UpdateAgent
{
    Agent agent;
};

/// Who may speak from now on. Of the one who speaks the namesake among them goes on, `first` where there is none.
struct UpdateCast
{
    Agent first;
    std::vector<Agent> cast;
};

/// What is set in `changes` is to apply from now on.
struct UpdateSettings
{
    wire::SessionConfig changes;
};

} // namespace input

using Input =
    std::variant<input::Connecting, input::TransportOpened, input::Closing, input::TransportClosed, wire::ServerEvent,
                 UserInput, input::Interrupt, input::PlaybackInterrupted, input::PlaybackStarted,
                 input::PlaybackFinished, input::PlayoutOverflow, input::OfNext, input::TimePassed, input::BrokenFrame,
                 input::ToolFinished, input::GuardrailsLooked, input::ApproveTool, input::RejectTool, input::AnswerTool,
                 input::UpdateAgent, input::UpdateCast, input::UpdateSettings>;

/// What the shell is to do, in this order: flush, speak, send, send over the second connection, move over to it,
/// publish, run the user's code, close, connect.
struct Outputs
{
    bool flushPlayout = false;
    std::vector<SpeechChunk> speech;
    std::vector<std::string> completedSpeech; ///< Responses whose speech is complete.
    std::vector<wire::ClientEvent> send;
    std::vector<wire::ClientEvent> sendNext;
    bool movesOver = false; ///< The second connection takes the place of the first, to which goodbye is said.
    std::vector<Event> publish;
    std::vector<std::uint64_t> stopTools; ///< Jobs whose results are not awaited any more.
    std::vector<ToolJob> startTools;
    std::vector<GuardrailJob> look;
    std::vector<std::uint64_t> stopLooks; ///< Looks whose findings are not awaited any more.
    std::optional<Error> close;           ///< The session cannot go on: the transport is to be closed for this reason.
    bool closesNext = false;
    bool connects = false;
    bool connectsNext = false;
};

} // namespace parley::realtime
