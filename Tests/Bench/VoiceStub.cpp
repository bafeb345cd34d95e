// SPDX-License-Identifier: Apache-2.0
#include "VoiceStub.h"

#include "Voice/HttpTextToSpeech.h"
#include "Voice/TranscriptionRequest.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <thread>

namespace parley::bench
{
namespace
{

using namespace std::chrono_literals;
using wire::Json;

constexpr std::size_t pieceBytes = 960; ///< 20 ms.

const std::string heard = R"({"text":"hello"})";
const std::string answered =
    "data: {\"choices\":[{\"delta\":{\"content\":\"Hello there.\"},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n";

/// A square wave: audible from its first sample.
std::string tone(std::size_t bytes)
{
    std::string made(bytes, '\0');
    for (std::size_t i = 1; i < bytes; i += 2)
        made[i] = (i / 96) % 2 == 0 ? '\x20' : '\xE0';
    return made;
}

double milliseconds(VoiceClock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

std::string post(const std::string& door, const std::string& type, const std::string& body)
{
    return "POST /v1" + door + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

VoiceStub::VoiceStub(EngineTimes wanted)
    : times(wanted)
    , peer([this](const test::ReceivedRequest& request, test::AnswerWriter& writer) { answer(request, writer); })
{
}

std::shared_ptr<voice::VoiceService> VoiceStub::service() const
{
    auto service = std::make_shared<voice::VoiceService>();
    service->base = {"http", "127.0.0.1", port(), "/v1", {}};
    service->socket.url = {"ws", "127.0.0.1", port(), "/v1/realtime", {}};
    service->pool = std::make_shared<net::HttpPool>(Executor::shared());
    return service;
}

double VoiceStub::takeHeldMs()
{
    return static_cast<double>(heldNanoseconds.exchange(0)) / 1e6;
}

void VoiceStub::keep(VoiceClock::time_point began)
{
    heldNanoseconds += std::chrono::nanoseconds(VoiceClock::now() - began).count();
}

void VoiceStub::answer(const test::ReceivedRequest& request, test::AnswerWriter& writer)
{
    const auto began = VoiceClock::now();
    if (holds)
    {
        ++heldNow;
        writer.awaitEnd();
        left = VoiceClock::now();
        --heldNow;
    }
    else if (request.target == "/v1/audio/transcriptions")
    {
        std::this_thread::sleep_until(began + times.hearing);
        keep(began);
        writer.whole(200, heard, {{"Content-Type", "application/json"}});
    }
    else if (request.target == "/v1/chat/completions")
    {
        std::this_thread::sleep_until(began + times.answering);
        keep(began);
        writer.whole(200, answered, {{"Content-Type", "text/event-stream"}});
    }
    else
        speak(writer, began);
}

void VoiceStub::speak(test::AnswerWriter& writer, VoiceClock::time_point began)
{
    const auto pieces = times.speechMs / 20;
    std::this_thread::sleep_until(began + times.speaking);
    keep(began);
    writer.begin(200, {{"Content-Type", "audio/pcm"}});
    auto due = VoiceClock::now();
    for (std::size_t piece = 0; piece < pieces; ++piece)
    {
        writer.piece(tone(pieceBytes));
        if (times.speechRate <= 0)
            continue;
        due += std::chrono::duration_cast<VoiceClock::duration>(20ms / times.speechRate);
        std::this_thread::sleep_until(due);
    }
    writer.end();
}

struct BareClient::Socket
{
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket tcp{io};
    std::string buffer;
};

BareClient::BareClient(std::uint16_t port)
    : socket(std::make_unique<Socket>())
{
    socket->tcp.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    socket->tcp.set_option(boost::asio::ip::tcp::no_delay(true));
}

BareClient::~BareClient() = default;

/// Until the answer holds `awaited` and so many bytes behind it.
void BareClient::ask(const std::string& request, const std::string& awaited, std::size_t more)
{
    socket->buffer.clear();
    boost::asio::write(socket->tcp, boost::asio::buffer(request));
    std::array<char, 16384> piece;
    for (;;)
    {
        const auto found = socket->buffer.find(awaited);
        if (found != std::string::npos && socket->buffer.size() >= found + awaited.size() + more)
            return;
        socket->buffer.append(piece.data(), socket->tcp.read_some(boost::asio::buffer(piece)));
    }
}

void BareClient::readToEnd()
{
    std::array<char, 16384> piece;
    while (!socket->buffer.ends_with("0\r\n\r\n"))
        socket->buffer.append(piece.data(), socket->tcp.read_some(boost::asio::buffer(piece)));
}

double BareClient::turnMs()
{
    static const std::vector<std::int16_t> speech(24000, 1000);
    static const auto hearing = post("/audio/transcriptions", "audio/wav", voice::wavFile(speech));
    static const auto asking = post("/chat/completions", "application/json", R"({"model":"m","messages":[]})");
    const auto began = VoiceClock::now();
    ask(hearing, heard, 0);
    ask(asking, answered, 0);
    return milliseconds(VoiceClock::now() - began) + speechMs();
}

double BareClient::speechMs()
{
    static const auto speaking =
        post("/audio/speech", "application/json", voice::speechRequest({}, "Hello there.").dump());
    const auto began = VoiceClock::now();
    ask(speaking, "\r\n\r\n", pieceBytes);
    const auto taken = milliseconds(VoiceClock::now() - began);
    readToEnd();
    return taken;
}

} // namespace parley::bench
