// SPDX-License-Identifier: Apache-2.0
// From the messages of a chat to its next one: words, or calls of functions.
#pragma once

#include "Service/Http/ChatRequest.h"
#include "Service/Identifiers.h"

#include <cstdint>

namespace parley::service
{

/// As one chat.completion, or streamed as chat.completion.chunk objects, ended by [DONE]; words that are told before
/// the rest of the answer is found go out at once. Where a streamed answer fails in the middle, an error ends it.
class ChatExchange : public Exchange
{
public:
    /// `created` in seconds since the epoch.
    ChatExchange(ChatRequest request, Identifiers& ids, std::int64_t created);

    [[nodiscard]] ExchangeStep begin() override;
    [[nodiscard]] ExchangeStep take(EngineResult result) override;

private:
    [[nodiscard]] Json callsOf(const Answer& answer);
    [[nodiscard]] Json frame(const char* object) const;
    /// What of a text may be told, before the first stop and within the limit, and why it ends.
    struct Kept
    {
        std::string text;
        const char* reason;
    };
    [[nodiscard]] Kept keptOf(const std::string& text) const;
    [[nodiscard]] ExchangeStep whole(const Answer& answer);
    [[nodiscard]] ExchangeStep fail(const Error& error) const;
    [[nodiscard]] ExchangeStep streamPart(const std::string& text);
    [[nodiscard]] ExchangeStep streamRest(const Answer& answer);
    /// A step with the head and the first chunk, unless they have gone out.
    [[nodiscard]] ExchangeStep opened(const Json& content);
    /// The words that have not gone out yet.
    [[nodiscard]] std::string wordChunks(const std::string& kept);
    [[nodiscard]] std::string endChunks(const Json& calls, const char* reason) const;
    [[nodiscard]] std::string chunk(const Json& delta, const Json& reason) const;
    [[nodiscard]] Json usage(std::size_t outputBytes) const;

    ChatRequest wanted;
    Identifiers& identifiers;
    std::string id;
    std::int64_t createdAt = 0;
    std::string found;         ///< The words of an answer that is streamed, so far.
    std::size_t toldBytes = 0; ///< Of them.
    bool hasHead = false;
};

} // namespace parley::service
