// SPDX-License-Identifier: Apache-2.0
// Writes the events of one response in the order of the live service (docs/protocol.md, Order of events).
#pragma once

#include "Audio/RateConverter.h"
#include "Service/Conversation.h"
#include "Service/EventSink.h"
#include "Wire/AudioFormat.h"

#include <span>
#include <string>

namespace parley::service
{

/// What a response is made with: the session's settings and the overrides of response.create.
struct ResponsePlan
{
    std::string instructions;
    bool isSpoken = true;
    std::string voice;
    double speed = 1.0;
    wire::AudioFormat format = wire::AudioFormat::pcm;
    bool joinsConversation = true;
    Json maxOutputTokens = "inf";
    Json metadata;
    Json tools = Json::array();
    Json toolChoice = "auto";
    bool parallelToolCalls = true;
};

/// How a response ended (schema: RealtimeResponse, status and status_details).
struct ResponseEnding
{
    std::string status = "completed"; ///< completed, cancelled, incomplete or failed
    std::string reason;               ///< Of a failure its code.
    std::string message;              ///< Of a failure.
};

/// What went into the response, for the `usage` of response.done.
struct InputTokens
{
    std::int64_t text = 0;
    std::int64_t audio = 0;
};

class ResponseWriter
{
public:
    /// Writes response.created. `sink` and `conversation` outlive the writer.
    ResponseWriter(EventSink& sink, Conversation& conversation, std::string conversationId, ResponsePlan plan);

    /// A call of a function: an item of its own, from output_item.added to output_item.done. One that is not complete
    /// has only the beginning of its arguments.
    void writeCall(const FunctionCall& call, bool isComplete = true);

    /// The answer's item: output_item.added to content_part.added.
    void beginItem();

    /// A sentence: its words, and its speech where the response is spoken. Either may come alone.
    void write(const std::string& text, std::span<const std::int16_t> speech);

    /// Closes the answer's item, complete: calls may follow it.
    void endItem();

    /// Closes what is open and writes response.done.
    void finish(const ResponseEnding& ending, const InputTokens& input);

    [[nodiscard]] const std::string& responseId() const noexcept { return id; }
    [[nodiscard]] const ResponsePlan& responsePlan() const noexcept { return plan; }
    /// Of words, speech and calls so far.
    [[nodiscard]] std::int64_t outputTokens() const;
    [[nodiscard]] std::int64_t spokenSamples() const noexcept { return samples; }

private:
    [[nodiscard]] Json place() const;
    [[nodiscard]] Json describe(const std::string& status) const;
    [[nodiscard]] Json item(const std::string& status) const;
    void announce(const Json& announced);
    void conclude(Json finished);
    [[nodiscard]] Json usage(const InputTokens& input) const;
    void writeWord(const std::string& word);
    void writeAudio(std::span<const std::int16_t> chunk);
    void sendAudio(std::span<const std::int16_t> converted);
    void closeItem(bool isComplete);

    EventSink& sink;
    Conversation& conversation;
    std::string conversationId;
    ResponsePlan plan;
    std::string id;
    std::string itemId;
    std::string written;
    std::int64_t samples = 0; ///< At 24 kHz, as the synthesiser gave them.
    audio::RateConverter converter;
    std::size_t callBytes = 0;
    Json output = Json::array();
};

} // namespace parley::service
