// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Support/PlayoutHost.h"

#include <random>

using namespace parley;
using namespace parley::bridge;
using namespace std::chrono_literals;

namespace
{

std::vector<std::int16_t> noise(std::size_t samples)
{
    std::mt19937 random(11);
    std::vector<std::int16_t> made(samples);
    for (auto& sample : made)
        sample = static_cast<std::int16_t>(static_cast<int>(random() % 40000) - 20000);
    return made;
}

std::vector<float> resampledWhole(std::span<const std::int16_t> samples, int rate)
{
    std::vector<float> floats(samples.size());
    audio::pcm16ToFloat(samples, floats);
    auto resampler = audio::Resampler::create(audio::wireSampleRate, rate);
    REQUIRE(resampler);
    std::vector<float> whole;
    resampler.value().process(floats, whole);
    resampler.value().finish(whole);
    return whole;
}

/// Samples that say which one they are: 0, 1, 2 ... 31999, 0 ... above the silence.
std::int16_t marked(std::size_t index)
{
    return static_cast<std::int16_t>(index % 32000 + 1);
}

/// The index of a frame that sounds at full gain, as far as one frame can say.
std::optional<std::size_t> indexOf(float frame)
{
    const auto value = frame * 32768.0F;
    if (value < 1.0F || value != std::floor(value))
        return std::nullopt;
    return static_cast<std::size_t>(value) - 1;
}

/// The indices of all frames that sounded at full gain, in the order in which they were heard.
std::vector<std::size_t> heardIndices(std::span<const float> played)
{
    constexpr std::size_t run = 4; // So many in a row do not come about by the chance of a fade.
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i + run <= played.size(); ++i)
    {
        const auto first = indexOf(played[i]);
        bool isRun = first.has_value();
        for (std::size_t k = 1; isRun && k < run; ++k)
            isRun = indexOf(played[i + k]) == (*first + k) % 32000;
        if (!isRun)
            continue;
        const auto past = found.empty() ? 0 : found.back() - found.back() % 32000;
        const bool wraps = !found.empty() && *first < found.back() % 32000;
        found.push_back(past + *first + (wraps ? 32000U : 0U));
    }
    return found;
}

} // namespace

TEST_CASE("a minute of speech that arrives in two seconds is played whole, bit for bit as it is resampled")
{
    const auto rate = GENERATE(24000, 48000);
    PlayoutHost host(rate, rate / 100);
    const auto speech = noise(24000 * 60);
    const std::size_t delta = 24000 * 60 / 40;
    for (std::size_t at = 0; at < speech.size(); at += delta)
    {
        host.arrive("r1", "i1", std::span(speech).subspan(at, delta));
        host.pass(50ms);
    }
    const auto silence = host.played.size() - host.fifo.position();
    host.playout.speechComplete("r1");
    host.pass(60s);
    const auto wanted = resampledWhole(speech, rate);
    REQUIRE(host.fifo.position() == wanted.size());
    const auto fadeIn = static_cast<std::ptrdiff_t>(rate / 200);
    const auto heard = host.played.begin() + static_cast<std::ptrdiff_t>(silence);
    CHECK(std::equal(wanted.begin() + fadeIn, wanted.end(), heard + fadeIn));
    CHECK(host.fifo.underruns() == 0);
    CHECK(host.fifo.cutFrames() == 0);
    CHECK(host.fifo.refusedPushes() == 0);
    CHECK(host.finished.size() == 1);
}

TEST_CASE("random blocks and network stalls lose, repeat and reorder no frame")
{
    const std::uint32_t seed = GENERATE(range(1U, 13U));
    std::mt19937 random(seed);
    PlayoutHost host(24000, 240);
    std::size_t sent = 0;
    while (sent < 24000 * 6)
    {
        std::vector<std::int16_t> piece(1 + random() % 4000);
        for (auto& sample : piece)
            sample = marked(sent++);
        host.arrive("r1", "i" + std::to_string(sent / 30000), piece);
        host.block = static_cast<int>(1 + random() % 700);
        host.pass(std::chrono::milliseconds(random() % 6 == 0 ? random() % 800 : random() % 120));
    }
    host.playout.speechComplete("r1");
    host.block = 240;
    host.pass(8s);
    CHECK(host.finished.size() == 1);
    CHECK(host.fifo.underruns() > 0);
    CHECK(host.fifo.position() == sent);
    CHECK(host.fifo.cutFrames() == 0);
    const auto indices = heardIndices(host.played);
    CHECK(indices.size() > sent / 2);
    CHECK(std::adjacent_find(indices.begin(), indices.end(), std::greater_equal<>()) == indices.end());
}

TEST_CASE("with interruptions at random every frame is heard or cut, and told as it was")
{
    const std::uint32_t seed = GENERATE(range(1U, 9U));
    std::mt19937 random(seed);
    PlayoutHost host(24000, 240);
    std::size_t sent = 0;
    std::size_t heardInParts = 0;
    for (int answer = 0; answer < 12; ++answer)
    {
        const auto id = "r" + std::to_string(answer);
        const auto begin = sent;
        const auto before = host.played.size();
        for (int piece = 0; piece < 6; ++piece)
        {
            std::vector<std::int16_t> samples(1 + random() % 8000);
            for (auto& sample : samples)
                sample = marked(sent++);
            host.arrive(id, "i", samples);
            host.block = static_cast<int>(1 + random() % 500);
            host.pass(std::chrono::milliseconds(random() % 250));
        }
        host.settled = false;
        host.interrupt();
        host.block = 240;
        host.pass(60ms);
        REQUIRE(host.settled);
        REQUIRE(host.heard.size() == 1);
        const auto heard = static_cast<std::size_t>(host.heard[0].heardSamples);
        heardInParts += heard;
        CHECK(host.heard[0].receivedSamples == sent - begin);
        const auto indices = heardIndices(std::span(host.played).last(host.played.size() - before));
        // The last frames are heard while they fade.
        if (!indices.empty())
            CHECK((begin + heard + 32000 - 1 - indices.back() % 32000) % 32000 < 240 + 120 + 4);
    }
    const auto indices = heardIndices(host.played);
    CHECK(std::adjacent_find(indices.begin(), indices.end(), std::greater_equal<>()) == indices.end());
    CHECK(heardInParts + host.fifo.cutFrames() == host.fifo.pushedFrames());
    CHECK(host.fifo.position() == host.fifo.pushedFrames());
    CHECK(host.fifo.cutFrames() > 0);
}

TEST_CASE("a click at a sample of a part leaves at the host frame at which that sample counts as heard")
{
    const auto rate = GENERATE(8000, 11025, 16000, 22050, 24000, 44100, 48000, 88200, 96000, 176400, 192000);
    constexpr std::size_t firstPart = 7777;
    constexpr std::size_t click = 5003;
    const auto begin = [&](PlayoutHost& host)
    {
        host.arrive("r1", "i1", std::vector<std::int16_t>(firstPart, 0));
        std::vector<std::int16_t> second(12000, 0);
        second[click] = 30000;
        host.arrive("r1", "i2", second);
    };
    PlayoutHost host(rate, rate / 100);
    begin(host);
    host.pass(1200ms);
    const auto peak =
        static_cast<std::uint64_t>(std::max_element(host.played.begin(), host.played.end()) - host.played.begin());
    const auto wire = static_cast<std::uint64_t>(audio::wireSampleRate);
    const auto hostRate = static_cast<std::uint64_t>(rate);
    const auto partBegin = (firstPart * hostRate + wire - 1) / wire;
    CHECK(std::abs(static_cast<double>(peak - partBegin) - static_cast<double>(click * hostRate) / 24000.0) <= 1);

    PlayoutHost stopped(rate, rate / 100);
    begin(stopped);
    while (stopped.fifo.position() <= peak)
    {
        stopped.playout.pump(rate, 64, stopped.now);
        std::vector<float> out(std::min<std::uint64_t>(64, peak + 1 - stopped.fifo.position()));
        stopped.fifo.render(out, rate, stopped.now);
    }
    stopped.interrupt();
    stopped.playout.pump(rate, 64, stopped.now);
    stopped.playout.pump(rate, 64, stopped.now + Playout::settleDeadline);
    REQUIRE(stopped.heard.size() == 2);
    CHECK(stopped.heard[0].heardSamples == firstPart);
    const auto frame = 24000.0 / rate;
    CHECK(static_cast<double>(stopped.heard[1].heardSamples) == Approx(click + frame).margin(frame + 1));
}
