// SPDX-License-Identifier: Apache-2.0
// Keeps the agent's speech from its arrival until it was heard: the service delivers faster than it plays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::audio
{

/// Which stretch of speech a sample belongs to.
struct SpeechPart
{
    std::string responseId;
    std::string itemId;
    int contentIndex = 0;

    [[nodiscard]] bool operator==(const SpeechPart&) const = default;
};

/// Speech by part, in the order of arrival, as PCM16 at the wire's rate in pooled chunks. Pure: no thread, no clock.
/// @thread network
class PlayoutStore
{
public:
    /// 10 minutes a response; beyond it `append` says false and the response should be cancelled.
    static constexpr std::size_t mostFramesPerResponse = std::size_t{10} * 60 * 24000;

    PlayoutStore();
    ~PlayoutStore();
    PlayoutStore(const PlayoutStore&) = delete;
    PlayoutStore& operator=(const PlayoutStore&) = delete;

    /// Adds samples at the end of their part; a part not seen before begins behind the others. Nothing when the
    /// response would pass its limit (what was forgotten of it counts too); nothing is added then. The returned token
    /// names the part (see `part`).
    [[nodiscard]] std::optional<std::uint32_t> append(const SpeechPart& part, std::span<const std::int16_t> samples);

    /// No more samples will come for any part of this response.
    void completeResponse(const std::string& responseId);

    /// The token of the part to be read next: the oldest that is not read to its end (see `isReadToEnd`). So a response
    /// is read to its end before the next one begins.
    [[nodiscard]] std::optional<std::uint32_t> readable() const;

    /// Reads up to `to.size()` samples of this part from its cursor; returns how many.
    std::size_t read(std::uint32_t token, std::span<std::int16_t> to);

    /// True once every sample of the part was read, and it is received in full. True for a token that was forgotten.
    [[nodiscard]] bool isReadToEnd(std::uint32_t token) const;

    /// True once no more samples of the part will come: its response is complete or a later part of it has begun. True
    /// for a token that was forgotten.
    [[nodiscard]] bool isReceivedInFull(std::uint32_t token) const;

    /// True once no more samples of its response will come.
    [[nodiscard]] bool isResponseComplete(std::uint32_t token) const;

    /// True when no later part of the same response has samples or may still come.
    [[nodiscard]] bool isLastOfResponse(std::uint32_t token) const;

    /// True when no other part of the same response came before it, forgotten ones included.
    [[nodiscard]] bool isFirstOfResponse(std::uint32_t token) const;

    /// Unread samples of this part, and of all parts.
    [[nodiscard]] std::size_t unread(std::uint32_t token) const;
    [[nodiscard]] std::size_t unreadInAll() const;

    /// Samples received for this part, and read of it.
    [[nodiscard]] std::size_t received(std::uint32_t token) const;
    [[nodiscard]] std::size_t cursor(std::uint32_t token) const;

    /// The part's samples before this one will not be read again: the memory that only they are in is free for others.
    void letGo(std::uint32_t token, std::size_t beforeSample);

    /// Sets the part's cursor back (or on) to this sample, at most to what was received, and the cursors of all parts
    /// after it to 0; where samples were let go, to the first that was not.
    void rewind(std::uint32_t token, std::size_t toSample);

    /// Who the token is; nothing when it was forgotten.
    [[nodiscard]] const SpeechPart* part(std::uint32_t token) const;

    /// The part's token; nothing when none of it was received, or it was forgotten.
    [[nodiscard]] std::optional<std::uint32_t> token(const SpeechPart& part) const;

    /// Tokens of all parts kept, oldest first.
    [[nodiscard]] std::vector<std::uint32_t> parts() const;

    /// Lets go of a part whose speech was heard, or is not wanted any more.
    void forget(std::uint32_t token);
    void clear();

private:
    struct Part;
    struct Pool;
    struct Response;
    [[nodiscard]] std::shared_ptr<Response> responseNamed(const std::string& responseId) const;
    [[nodiscard]] Part& begin(const SpeechPart& name, std::shared_ptr<Response> response);
    [[nodiscard]] bool isReadToEnd(const Part& part) const;
    [[nodiscard]] bool isReceivedInFull(const Part& part) const;
    void dropEndedResponses();
    [[nodiscard]] Part* find(std::uint32_t token);
    [[nodiscard]] const Part* find(std::uint32_t token) const;
    std::unique_ptr<Pool> pool;
    std::deque<std::unique_ptr<Part>> kept;           ///< In the order of their tokens.
    std::vector<std::shared_ptr<Response>> responses; ///< Those that are not complete, or of which parts are kept.
    std::uint32_t lastToken = 0;
};

} // namespace parley::audio
