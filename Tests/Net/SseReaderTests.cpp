// SPDX-License-Identifier: Apache-2.0
#include "Net/SseReader.h"

#include <catch2/catch.hpp>

using namespace parley;

namespace
{

/// "name|data" of each event, joined by commas.
std::string read(net::SseReader& reader, const std::string& bytes)
{
    std::string all;
    for (const auto& event : reader.read(bytes))
        all += (all.empty() ? "" : ",") + event.name + "|" + event.data;
    return all;
}

std::string read(const std::string& bytes)
{
    net::SseReader reader;
    return read(reader, bytes);
}

} // namespace

TEST_CASE("events are read with any of the three line ends")
{
    for (const std::string end : {"\n", "\r", "\r\n"})
        CHECK(read("data: a" + end + end + "event: x" + end + "data:b" + end + end) == "|a,x|b");
    CHECK(read("data: a\r\ndata: b\n\r\n\ndata: c\r\r") == "|a\nb,|c");
}

TEST_CASE("several data lines are one text, an empty one counts, and only one blank is taken off")
{
    CHECK(read("data: a\ndata:\ndata:  b\n\n") == "|a\n\n b");
    CHECK(read("data\n\n") == "|");
}

TEST_CASE("comments, unknown fields and events without data are passed over")
{
    CHECK(read(": hello\nid: 7\nretry: 10\nother: x\n\nevent: lonely\n\ndata: a\n\n") == "|a");
    CHECK(read("\xEF\xBB\xBF"
               "data: a\n\n") == "|a");
}

TEST_CASE("an event that the end cuts off is none")
{
    net::SseReader reader;
    CHECK(read(reader, "data: a\n").empty());
    CHECK(read(reader, "\n") == "|a");
}

TEST_CASE("events are the same wherever the stream is cut")
{
    const std::string stream = "event: one\r\ndata: a\r\ndata: \xC3\xA4\r\n\r\n: x\n\ndata: [DONE]\r\r";
    const auto whole = read(stream);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut)
    {
        net::SseReader reader;
        auto first = read(reader, stream.substr(0, cut));
        const auto second = read(reader, stream.substr(cut));
        CHECK((first.empty() || second.empty() ? first + second : first + "," + second) == whole);
    }
}

TEST_CASE("an event without an end breaks the stream instead of filling the memory")
{
    net::SseReader reader;
    CHECK(reader.read("data: " + std::string(net::SseReader::mostEventBytes, 'x')).empty());
    CHECK(reader.isBroken());
    CHECK(read(reader, "\n\ndata: a\n\n").empty());
}
