// SPDX-License-Identifier: Apache-2.0
// Reads server-sent events out of a stream of bytes, wherever it is cut (WHATWG HTML, "Server-sent events"). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::net
{

struct ServerSentEvent
{
    std::string name; ///< Of the field `event`; empty where there was none.
    std::string data; ///< The data lines, joined by line feeds.
};

/// Lines end with CR, LF or CRLF. Comments, `id`, `retry` and unknown fields are passed over; so is an event without
/// data, and one that the end of the stream cuts off.
/// @thread one at a time
class SseReader
{
public:
    /// An event larger than this is not kept: the stream is then broken.
    static constexpr std::size_t mostEventBytes = std::size_t{1024} * 1024;

    /// The events that these bytes complete. Nothing more once the stream is broken.
    [[nodiscard]] std::vector<ServerSentEvent> read(std::string_view bytes);

    [[nodiscard]] bool isBroken() const noexcept { return broken; }

private:
    void endLine(std::vector<ServerSentEvent>& events);
    void takeField(std::string_view field, std::string_view value);

    std::string line;
    std::string name;
    std::string data;
    bool hasData = false;
    bool isAfterReturn = false; ///< A line feed that follows belongs to the line end before.
    bool isAtStart = true;
    bool broken = false;
};

} // namespace parley::net
