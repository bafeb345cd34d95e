// SPDX-License-Identifier: Apache-2.0
// Prints what the audio path costs a block, beside a memcpy of the same block in the same run.
#include "Audio/CaptureFifo.h"
#include "Audio/Pcm16.h"
#include "Audio/PlayoutFifo.h"
#include "Bridge/VoiceBridge.h"
#include "Wire/ServerEvent.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <functional>

using namespace parley::audio;

namespace
{

constexpr std::size_t blockFrames = 480;
constexpr int rate = 48000;

/// Nanoseconds a call: the median of seven rounds.
double nanoseconds(const std::function<void()>& work)
{
    constexpr int calls = 20000;
    std::array<double, 7> rounds{};
    for (auto& round : rounds)
    {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < calls; ++i)
            work();
        round = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() / calls;
    }
    std::sort(rounds.begin(), rounds.end());
    return rounds[rounds.size() / 2];
}

void print(const char* name, double value)
{
    std::printf("%-58s %10.1f ns\n", name, value);
}

void measureBlocks()
{
    std::vector<float> left(blockFrames, 0.25F);
    std::vector<float> right(blockFrames, 0.5F);
    std::vector<float> out(blockFrames);
    const std::array<const float*, 2> channels = {left.data(), right.data()};
    CaptureFifo capture;
    CapturedBlock block;
    PlayoutFifo playout;
    print("memcpy of 480 frames (floor)", nanoseconds(
                                              [&]
                                              {
                                                  std::memcpy(out.data(), left.data(), blockFrames * sizeof(float));
                                                  asm volatile("" : : "r"(out.data()) : "memory");
                                              }));
    for (const int width : {1, 2})
        print(width == 1 ? "CaptureFifo push + pop, 1 channel" : "CaptureFifo push + pop, 2 channels",
              nanoseconds(
                  [&]
                  {
                      capture.push(channels.data(), width, blockFrames, rate, {});
                      static_cast<void>(capture.pop(block));
                  }));
    print("PlayoutFifo push + render, steady",
          nanoseconds(
              [&]
              {
                  static_cast<void>(playout.push({0, 1, rate, false, false}, left));
                  playout.render(out, rate, {});
              }));
    print("PlayoutFifo render, silent", nanoseconds([&] { playout.render(out, rate, {}); }));
}

void measureBridge()
{
    std::vector<float> left(blockFrames, 0.25F);
    std::vector<float> right(blockFrames, 0.5F);
    const std::array<const float*, 2> in = {left.data(), right.data()};
    const std::array<float*, 2> out = {left.data(), right.data()};
    parley::bridge::VoiceBridge bridge;
    bridge.prepare(rate);
    print("VoiceBridge::process of 480 stereo frames, no session",
          nanoseconds([&] { bridge.process(in.data(), 2, out.data(), 2, blockFrames); }));
}

void measureDelta()
{
    constexpr std::size_t deltaSamples = 2400;
    std::vector<std::int16_t> samples(deltaSamples);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(i * 7919);
    std::string text;
    appendBase64(samples, text);
    const std::string message =
        R"({"type":"response.output_audio.delta","event_id":"event_1","response_id":"resp_1","item_id":"item_1",)" +
        std::string(R"("output_index":0,"content_index":0,"delta":")") + text + "\"}";
    std::string encoded;
    std::vector<std::int16_t> decoded;
    std::vector<float> floats(deltaSamples);
    print("encode 4,800 bytes as base64", nanoseconds(
                                              [&]
                                              {
                                                  encoded.clear();
                                                  appendBase64(samples, encoded);
                                              }));
    print("decode 4,800 bytes from base64", nanoseconds(
                                                [&]
                                                {
                                                    decoded.clear();
                                                    static_cast<void>(decodeBase64(text, decoded));
                                                }));
    print("parseServerEvent of a delta of 4,800 bytes",
          nanoseconds([&] { static_cast<void>(parley::wire::parseServerEvent(message)); }));
    print("nlohmann parse + decode of the same (peer)",
          nanoseconds(
              [&]
              {
                  decoded.clear();
                  const auto json = nlohmann::json::parse(message);
                  static_cast<void>(decodeBase64(json["delta"].get_ref<const std::string&>(), decoded));
              }));
    print("2,400 samples to float", nanoseconds([&] { pcm16ToFloat(samples, floats); }));
    print("2,400 floats to samples", nanoseconds([&] { floatToPcm16(floats, samples); }));
}

} // namespace

int main()
{
    measureBlocks();
    measureBridge();
    measureDelta();
}
