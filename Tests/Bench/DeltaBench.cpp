// SPDX-License-Identifier: Apache-2.0
// One message of speech, from the frame to 16-bit samples and back: the way a session takes, beside the usual one.
#include "AllocationCount.h"
#include "Audio/Pcm16.h"
#include "Benches.h"
#include "Statistics.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEventReader.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace parley;
using parley::bench::allocationCount;

namespace
{

/// Speech is no pattern: a tone with noise, so that the base64 is not always the same.
std::vector<std::int16_t> tone(std::size_t count)
{
    std::vector<std::int16_t> samples(count);
    std::uint32_t noise = 1;
    for (std::size_t i = 0; i < count; ++i)
    {
        noise = noise * 1664525U + 1013904223U;
        const auto value = 8000 * std::sin(0.05 * static_cast<double>(i)) + static_cast<double>(noise >> 20U);
        samples[i] = static_cast<std::int16_t>(value);
    }
    return samples;
}

/// A delta with the fields that the service sends.
std::string deltaFrame(const std::vector<std::int16_t>& samples)
{
    std::string frame =
        R"({"type":"response.output_audio.delta","event_id":"event_C9H2FoTKwzSRGPAaa1U5Q","response_id":)"
        R"("resp_C9H2EhU1iPUpgJ8LQuaPD","item_id":"item_C9H2EhRqZQx2yt5xm9K8a","output_index":0,"content_index":0,)"
        R"("delta":")";
    audio::appendBase64(samples, frame);
    return frame += "\"}";
}

/// The decoder that a client without this library has: a table of 256, three bytes from four characters.
class TableDecoder
{
public:
    TableDecoder()
    {
        values.fill(0xFF);
        const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (std::size_t i = 0; i < alphabet.size(); ++i)
            values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }

    void decode(const std::string& text, std::vector<std::uint8_t>& bytes) const
    {
        bytes.clear();
        bytes.reserve(text.size() / 4 * 3);
        std::uint32_t bits = 0;
        int count = 0;
        for (const char letter : text)
        {
            const auto value = values[static_cast<unsigned char>(letter)];
            if (value == 0xFF)
                break;
            bits = bits << 6U | value;
            if (++count % 4 != 0)
                continue;
            bytes.push_back(static_cast<std::uint8_t>(bits >> 16U));
            bytes.push_back(static_cast<std::uint8_t>(bits >> 8U));
            bytes.push_back(static_cast<std::uint8_t>(bits));
        }
    }

private:
    std::array<std::uint8_t, 256> values{};
};

/// As a session does it; false when it went wrong.
bool readDelta(wire::ServerEventReader& reader, const std::string& frame, std::size_t expected)
{
    auto event = reader.read(frame);
    if (!event)
        return false;
    auto& delta = std::get<wire::AudioDelta>(event.value());
    const bool isRight = delta.samples.size() == expected;
    reader.reuse(std::move(delta));
    return isRight;
}

struct Cost
{
    double ours = 0;
    double nlohmann = 0;
    double allocations = 0;
};

void expect(bool isRight)
{
    if (isRight)
        return;
    std::fprintf(stderr, "A delta was read wrongly.\n");
    std::exit(1);
}

Cost measure(std::size_t pcmBytes, bool isQuick)
{
    const auto samples = tone(pcmBytes / 2);
    const auto frame = deltaFrame(samples);
    const int calls = (isQuick ? 400 : 4000) * 4800 / static_cast<int>(pcmBytes);
    wire::ServerEventReader reader;
    expect(readDelta(reader, frame, samples.size()) && readDelta(reader, frame, samples.size()));
    Cost cost;
    const auto before = allocationCount();
    for (int call = 0; call < calls; ++call)
        expect(readDelta(reader, frame, samples.size()));
    cost.allocations = static_cast<double>(allocationCount() - before) / calls;
    cost.ours = parley::bench::microseconds(10 * calls, [&] { expect(readDelta(reader, frame, samples.size())); });

    const TableDecoder table;
    std::vector<std::uint8_t> bytes;
    cost.nlohmann = parley::bench::microseconds(calls,
                                                [&]
                                                {
                                                    const auto json = nlohmann::json::parse(frame);
                                                    table.decode(json["delta"].get_ref<const std::string&>(), bytes);
                                                    expect(bytes.size() == pcmBytes);
                                                });
    return cost;
}

void measureAppend(parley::bench::Figures& figures)
{
    wire::ClientEvent append{wire::InputAudioAppend{tone(480)}, {}};
    const auto& samples = std::get<wire::InputAudioAppend>(append.body).samples;
    const int calls = figures.isQuick() ? 2000 : 20000;
    figures.add("delta.append_us", parley::bench::microseconds(calls, [&] { expect(!serialize(append).empty()); }),
                "us");
    figures.add("delta.append_us_nlohmann",
                parley::bench::microseconds(
                    calls,
                    [&]
                    {
                        std::string audio;
                        audio::appendBase64(samples, audio);
                        const nlohmann::json json = {{"type", "input_audio_buffer.append"}, {"audio", audio}};
                        expect(!json.dump().empty());
                    }),
                "us");
}

} // namespace

void parley::bench::deltaBench(Figures& figures)
{
    constexpr std::size_t largeBytes = 48000;
    constexpr std::size_t smallBytes = 4800;
    const auto large = measure(largeBytes, figures.isQuick());
    const auto small = measure(smallBytes, figures.isQuick());
    figures.add("delta.speedup_large", large.nlohmann / large.ours, "times");
    figures.add("delta.speedup_small", small.nlohmann / small.ours, "times");
    figures.add("delta.us_large", large.ours, "us");
    figures.add("delta.us_large_nlohmann", large.nlohmann, "us");
    figures.add("delta.us_small", small.ours, "us");
    figures.add("delta.us_small_nlohmann", small.nlohmann, "us");
    figures.add("delta.allocations", std::max(large.allocations, small.allocations), "a message");
    measureAppend(figures);
}
