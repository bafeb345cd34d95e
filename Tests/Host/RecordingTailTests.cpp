// SPDX-License-Identifier: Apache-2.0
#include "Host/RecordingTail.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace parley::host;

namespace
{

/// A file of its own for each test, gone with it.
class Recording
{
public:
    Recording()
    {
        static std::atomic<int> count{0};
        file = std::filesystem::temp_directory_path() /
               ("parley-host-" + std::to_string(getpid()) + "-" + std::to_string(count++) + ".jsonl");
    }
    ~Recording() { std::filesystem::remove(file); }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    void write(const std::string& text) { std::ofstream(file, std::ios::app) << text; }

    std::filesystem::path file;
};

const std::string first = R"({"ms":1,"from":"server","event":{"type":"first"}})";
const std::string second = R"({"ms":2,"from":"client","event":{"type":"second"}})";

} // namespace

TEST_CASE("a recording that is not there yet holds no events, and is found once it is there")
{
    Recording recording;
    RecordingTail tail(recording.file);
    CHECK(tail.poll().empty());
    recording.write(first + "\n");
    REQUIRE(tail.poll().size() == 1);
}

TEST_CASE("each event of a growing recording is given once, in order")
{
    Recording recording;
    RecordingTail tail(recording.file);
    recording.write(first + "\n");
    CHECK(tail.poll().at(0).type() == "first");
    CHECK(tail.poll().empty());
    recording.write(second + "\n" + first + "\n");
    const auto events = tail.poll();
    REQUIRE(events.size() == 2);
    CHECK(events[0].type() == "second");
    CHECK(events[1].type() == "first");
}

TEST_CASE("half a line waits until its end is written")
{
    Recording recording;
    RecordingTail tail(recording.file);
    recording.write(first.substr(0, 20));
    CHECK(tail.poll().empty());
    recording.write(first.substr(20) + "\n");
    CHECK(tail.poll().size() == 1);
    CHECK(tail.unreadableLines() == 0);
}

TEST_CASE("lines longer than one read are put together")
{
    Recording recording;
    RecordingTail tail(recording.file);
    const std::string text(300000, 'x');
    recording.write(R"({"ms":1,"from":"server","event":{"type":"long","text":")" + text + "\"}}\n");
    const auto events = tail.poll();
    REQUIRE(events.size() == 1);
    CHECK(events[0].text("text") == text);
}

TEST_CASE("lines that cannot be read are counted, and those after them are read")
{
    Recording recording;
    RecordingTail tail(recording.file);
    recording.write("rubbish\n" + first + "\n");
    CHECK(tail.poll().size() == 1);
    CHECK(tail.unreadableLines() == 1);
}
