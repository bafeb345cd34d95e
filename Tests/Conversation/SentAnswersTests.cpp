// SPDX-License-Identifier: Apache-2.0
#include "../Support/TemporaryFolder.h"
#include "SentAnswers.h"

#include <catch2/catch.hpp>

using namespace parley::listening;

namespace
{

parley::Result<std::vector<SentAnswer>> read(const char* lines)
{
    const parley::test::TemporaryFolder folder;
    return readSentAnswers(folder.write("recording.jsonl", lines));
}

} // namespace

TEST_CASE("an answer is all the sound of its response, in the order of arrival", "[listening]")
{
    const auto answers = read(
        R"({"ms":10,"from":"server","event":{"type":"response.output_audio.delta","response_id":"a","delta":"AQACAA=="}}
{"ms":11,"from":"server","event":{"type":"response.output_audio_transcript.delta","response_id":"a","delta":"One"}}
{"ms":14,"from":"server","event":{"type":"response.output_audio.delta","response_id":"a","delta":"AwA="}}
{"ms":20,"from":"server","event":{"type":"response.output_audio_transcript.delta","response_id":"b","delta":"Two"}}
{"ms":99,"from":"parley","event":{"type":"playback.finished","response_id":"a"}}
)");
    REQUIRE(answers);
    REQUIRE(answers.value().size() == 1);
    const auto& answer = answers.value().front();
    CHECK(answer.samples == std::vector<std::int16_t>{1, 2, 3});
    CHECK(answer.transcript == "One");
    CHECK(answer.arrivedForMs == 4);
    CHECK(answer.wasPlayedOut);
}

TEST_CASE("a recording that cannot be read is an error, not an empty one", "[listening]")
{
    CHECK_FALSE(read(""));
    CHECK_FALSE(read("not a recording\n"));
    CHECK_FALSE(readSentAnswers("/nowhere/recording.jsonl"));
}
