// SPDX-License-Identifier: Apache-2.0
#include "Service/InputSpeech.h"

#include <catch2/catch.hpp>

using namespace parley;
using service::InputSpeech;
using wire::AudioFormat;

namespace
{

std::string base64Of(AudioFormat format, std::size_t count)
{
    std::string text;
    wire::appendBase64(format, std::vector<std::int16_t>(count, 1000), text);
    return text;
}

} // namespace

TEST_CASE("a telephone's audio is as long as it was, once it is finished", "[g711]")
{
    for (const auto format : {AudioFormat::pcmu, AudioFormat::pcma})
    {
        InputSpeech input;
        std::size_t count = 0;
        for (int i = 0; i < 5; ++i)
            count += input.read(base64Of(format, 160), format).value().size();
        CHECK(count < 2400);
        CHECK(count + input.finish().size() == 2400);
        CHECK(input.finish().empty());
    }
}

TEST_CASE("another format begins another stream, and what is no audio is refused", "[g711]")
{
    InputSpeech input;
    CHECK(input.read(base64Of(AudioFormat::pcmu, 800), AudioFormat::pcmu));
    CHECK(input.read(base64Of(AudioFormat::pcm, 800), AudioFormat::pcm).value().size() == 800);
    CHECK(input.finish().empty());
    CHECK_FALSE(input.read("no base64!", AudioFormat::pcmu));
    CHECK_FALSE(input.read("/w==", AudioFormat::pcm));
}
