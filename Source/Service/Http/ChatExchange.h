// SPDX-License-Identifier: Apache-2.0
// From the messages of a chat to its next one: words, or calls of functions.
#pragma once

#include "Service/Http/ChatRequest.h"
#include "Service/Identifiers.h"

#include <cstdint>

namespace parley::service
{

/// As one chat.completion, or streamed as chat.completion.chunk objects, ended by [DONE].
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
    [[nodiscard]] ExchangeStep whole(const std::string& text, const Json& calls, const char* reason) const;
    [[nodiscard]] ExchangeStep stream(const std::string& text, const Json& calls, const char* reason) const;
    [[nodiscard]] std::string chunk(const Json& delta, const Json& reason) const;
    [[nodiscard]] Json usage(std::size_t outputBytes) const;

    ChatRequest wanted;
    Identifiers& identifiers;
    std::string id;
    std::int64_t createdAt = 0;
};

} // namespace parley::service
