// SPDX-License-Identifier: Apache-2.0
#include "StubFrames.h"

#include "Audio/Pcm16.h"

#include <cmath>
#include <cstdio>
#include <vector>

namespace parley::bench
{
namespace
{

/// A text frame of the server: whole, not masked (RFC 6455, 5.2).
std::string framed(const std::string& text)
{
    std::string frame = "\x81";
    if (text.size() < 126)
        frame += static_cast<char>(text.size());
    else
    {
        frame += static_cast<char>(126);
        frame += static_cast<char>(text.size() >> 8U);
        frame += static_cast<char>(text.size() & 0xFFU);
    }
    return frame + text;
}

std::string speechText()
{
    constexpr std::size_t samples = 2400;
    std::vector<std::int16_t> tone(samples);
    for (std::size_t i = 0; i < samples; ++i)
        tone[i] = static_cast<std::int16_t>(10000 * std::cos(0.0523599 * static_cast<double>(i)));
    std::string base64;
    audio::appendBase64(tone, base64);
    return R"({"type":"response.output_audio.delta","event_id":"event_C9H2FoTKwzSRGPAaa1U5Q","response_id":)"
           R"("resp_bench_00000000","item_id":"item_bench_00000000","output_index":0,"content_index":0,"delta":")" +
           base64 + "\"}";
}

const std::string& numbered(std::string& frame, std::uint32_t answer)
{
    char digits[16];
    std::snprintf(digits, sizeof digits, "%08u", answer % 100000000U);
    for (const char* before : {"resp_bench_", "item_bench_"})
        if (const auto at = frame.substr(0, 256).find(before); at != std::string::npos)
            frame.replace(at + 11, 8, digits, 8);
    return frame;
}

} // namespace

StubFrames::StubFrames()
    : created(framed(R"({"type":"session.created","session":{"id":"sess_bench","type":"realtime"}})"))
    , updated(framed(R"({"type":"session.updated","session":{"id":"sess_bench","type":"realtime"}})"))
    , begin(framed(R"({"type":"response.created","response":{"id":"resp_bench_00000000","status":"in_progress"}})"))
    , speech(framed(speechText()))
    , end(framed(
          R"({"type":"response.done","response":{"id":"resp_bench_00000000","status":"completed","output":[]}})"))
{
}

const std::string& StubFrames::responseCreated(std::uint32_t answer)
{
    return numbered(begin, answer);
}

const std::string& StubFrames::delta(std::uint32_t answer)
{
    return numbered(speech, answer);
}

const std::string& StubFrames::responseDone(std::uint32_t answer)
{
    return numbered(end, answer);
}

} // namespace parley::bench
