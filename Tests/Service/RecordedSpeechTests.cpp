// SPDX-License-Identifier: Apache-2.0
#include "Service/RecordedSpeech.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::service;

TEST_CASE("raw samples are read as they are at 24 kHz, and resampled from other rates")
{
    const std::string bytes(16000, '\0');
    CHECK(readRecordedSpeech({bytes, 24000}).value().size() == 8000);
    CHECK(readRecordedSpeech({bytes, 8000}).value().size() == 24000);
}

TEST_CASE("a recording that cannot be read, or is too long, is an error that says what to send")
{
    const auto codeOf = [](const ReadSpeechJob& job)
    {
        const auto read = readRecordedSpeech(job);
        REQUIRE_FALSE(read);
        CHECK_FALSE(read.error().message.empty());
        return read.error().code;
    };
    CHECK(codeOf({"RIFF but no more", 0}) == ErrorCode::fileInvalid);
    CHECK(codeOf({"", 24000}) == ErrorCode::fileInvalid);
    CHECK(codeOf({"123", 24000}) == ErrorCode::fileInvalid);
    CHECK(codeOf({"1234", 1000}) == ErrorCode::fileInvalid);
    CHECK(codeOf({std::string(std::size_t{4001} * 2 * (longestRecordingSeconds + 1), '\0'), 4001}) ==
          ErrorCode::limitReached);
}
