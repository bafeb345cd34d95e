// SPDX-License-Identifier: Apache-2.0
#include "Support/SpeakingService.h"

#include "Audio/Pcm16.h"
#include "Support/WebSocketPeer.h"

#include <array>
#include <cmath>
#include <thread>
#include <vector>

namespace parley::test
{
namespace
{

/// One text message as it stands on the wire from a server (RFC 6455, 5.2).
std::string textFrame(const std::string& text)
{
    std::string frame = "\x81";
    const auto append = [&](std::size_t bytes)
    {
        for (auto shift = 8 * bytes; shift > 0; shift -= 8)
            frame += static_cast<char>(text.size() >> (shift - 8) & 0xFFU);
    };
    if (text.size() < 126)
        append(1);
    else
    {
        frame += text.size() < 65536 ? '\x7e' : '\x7f';
        append(text.size() < 65536 ? 2 : 8);
    }
    return frame + text;
}

std::string upgraded(const std::string& request)
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           acceptFor(request) + "\r\n\r\n";
}

/// A tone of 440 Hz at half of full scale.
std::string deltaOf(std::chrono::milliseconds length, int index)
{
    const auto count = static_cast<std::size_t>(length.count() * audio::wireSampleRate / 1000);
    std::vector<std::int16_t> samples(count);
    for (std::size_t i = 0; i < count; ++i)
    {
        const auto at = static_cast<double>(static_cast<std::size_t>(index) * count + i);
        samples[i] = static_cast<std::int16_t>(16000 * std::sin(at * 440 * 2 * 3.14159265 / audio::wireSampleRate));
    }
    std::string text = R"({"type":"response.output_audio.delta","event_id":"event_d","response_id":"resp_1",)"
                       R"("item_id":"item_1","output_index":0,"content_index":0,"delta":")";
    audio::appendBase64(samples, text);
    return text + "\"}";
}

constexpr std::array beginning = {
    R"({"type":"session.updated","session":{"id":"sess_1","type":"realtime","output_modalities":["audio"]}})",
    R"({"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}})",
    R"({"type":"response.output_item.added","response_id":"resp_1","output_index":0,)"
    R"("item":{"id":"item_1","type":"message","status":"in_progress","role":"assistant","content":[]}})",
    R"({"type":"response.content_part.added","response_id":"resp_1","item_id":"item_1","output_index":0,)"
    R"("content_index":0,"part":{"type":"audio","transcript":""}})"};

constexpr std::array ending = {
    R"({"type":"response.output_audio.done","response_id":"resp_1","item_id":"item_1","output_index":0,)"
    R"("content_index":0})",
    R"({"type":"response.done","response":{"id":"resp_1","status":"completed","output":[{"id":"item_1",)"
    R"("type":"message","status":"completed","role":"assistant","content":[]}]}})"};

/// No two responses or items of a service have the same id, in whatever connection they are.
std::string ofConnection(int connection, std::string text)
{
    for (const std::string name : {"resp_", "item_"})
        for (auto at = text.find(name + "1\""); at != std::string::npos; at = text.find(name + "1\"", at + 1))
            text.replace(at + name.size(), 1, "c" + std::to_string(connection));
    return text;
}

template <typename Texts>
bool writeTexts(TcpSocket& socket, const Texts& texts, int connection)
{
    bool isThere = true;
    for (const auto* text : texts)
        isThere = isThere && writeAll(socket, textFrame(ofConnection(connection, text)));
    return isThere;
}

} // namespace

SpeakingService::SpeakingService(const SpeechPace& wanted)
    : pace(wanted)
    , peer([this](TcpSocket& socket) { speak(socket); })
{
}

std::string SpeakingService::url() const
{
    return "ws://127.0.0.1:" + std::to_string(peer.port()) + "/v1/realtime?model=m";
}

void SpeakingService::speak(TcpSocket& socket)
{
    const int connection = ++accepted;
    if (!greet(socket))
        return;
    // Reading and writing of one TCP socket go their own ways.
    std::thread listener([&] { listen(socket); });
    const bool isAnswered = answer(socket, connection);
    if (!isAnswered || pace.hangsUp)
    {
        boost::system::error_code ignored;
        socket.shutdown(TcpSocket::shutdown_both, ignored);
    }
    listener.join();
}

bool SpeakingService::greet(TcpSocket& socket)
{
    const auto request = readUntil(socket, "\r\n\r\n");
    return writeAll(socket, upgraded(request) + textFrame(R"({"type":"session.created","session":{"id":"sess_1"}})"));
}

void SpeakingService::listen(TcpSocket& socket)
{
    std::array<char, 65536> bytes{};
    boost::system::error_code problem;
    while (!problem)
        heard += socket.read_some(boost::asio::buffer(bytes), problem);
}

bool SpeakingService::answer(TcpSocket& socket, int connection)
{
    // The settings are the first thing that is sent.
    auto due = std::chrono::steady_clock::now();
    while (heard == 0 && std::chrono::steady_clock::now() < due + std::chrono::seconds(5))
        std::this_thread::yield();
    if (!writeTexts(socket, beginning, connection))
        return false;
    for (int i = 0; i < pace.deltas; ++i)
    {
        if (!writeAll(socket, textFrame(ofConnection(connection, deltaOf(pace.delta, i)))))
            return false;
        due += pace.interval;
        std::this_thread::sleep_until(due);
    }
    return writeTexts(socket, ending, connection);
}

} // namespace parley::test
