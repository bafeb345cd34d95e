// SPDX-License-Identifier: Apache-2.0
// Reads the events of a streamed POST /chat/completions: pieces of text, and calls of tools. Pure.
#pragma once

#include "Base/Error.h"
#include "Net/SseReader.h"
#include "Wire/Item.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::voice
{

/// @thread one at a time
class ChatReader
{
public:
    /// More calls in one answer are an error.
    static constexpr std::size_t mostCalls = 64;

    struct Call
    {
        std::string id;
        std::string name;
        std::string arguments; ///< JSON, as the model wrote it.
    };

    /// The text in these bytes.
    [[nodiscard]] std::string read(std::string_view bytes);
    /// Nothing more comes; `fault` tells whether that was too early.
    void finish();

    /// Of the whole answer, in order; complete once it is.
    [[nodiscard]] std::vector<Call> calls() const;
    [[nodiscard]] const std::optional<Error>& fault() const noexcept { return problem; }

private:
    void take(const std::string& data, std::string& text);
    void takeCall(const wire::Json& delta);
    void fail(const std::string& reason);

    net::SseReader events;
    std::map<std::int64_t, Call> callsByIndex;
    std::optional<Error> problem;
    bool isDone = false;
};

} // namespace parley::voice
