// SPDX-License-Identifier: Apache-2.0
#include "Support/ServiceClient.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace parley::service
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using namespace std::chrono_literals;

struct ServiceClient::Socket
{
    asio::io_context context;
    websocket::stream<beast::tcp_stream> stream{context};
    beast::flat_buffer buffer;

    /// Runs one asynchronous operation with a deadline.
    template <typename Start>
    beast::error_code run(Start start)
    {
        auto result = beast::error_code(asio::error::timed_out);
        start([&result](beast::error_code error, auto&&...) { result = error; });
        context.restart();
        context.run_for(60s);
        return result;
    }
};

ServiceClient::ServiceClient(std::uint16_t port, const std::string& target, const Headers& headers)
    : socket(std::make_unique<Socket>())
{
    auto& stream = socket->stream;
    beast::get_lowest_layer(stream).socket().connect({asio::ip::address_v4::loopback(), port});
    stream.set_option(websocket::stream_base::decorator(
        [&headers](websocket::request_type& request)
        {
            for (const auto& [name, value] : headers)
                request.set(name, value);
        }));
    stream.control_callback(
        [this](websocket::frame_type kind, beast::string_view payload)
        {
            if (kind == websocket::frame_type::ping)
                pings.emplace_back(payload);
            pongs += kind == websocket::frame_type::pong ? 1 : 0;
        });
    websocket::response_type response;
    socket->run([&](auto done) { stream.async_handshake(response, "127.0.0.1", target, done); });
    status = static_cast<int>(response.result_int());
}

ServiceClient::~ServiceClient() = default;

void ServiceClient::write(const std::string& text)
{
    socket->run([&](auto done) { socket->stream.async_write(asio::buffer(text), done); });
}

void ServiceClient::send(const Json& event)
{
    sendText(event.dump());
}

void ServiceClient::sendText(const std::string& text)
{
    socket->stream.text(true);
    write(text);
}

void ServiceClient::sendBinary()
{
    socket->stream.binary(true);
    write("binary");
}

std::optional<ServiceClient::Json> ServiceClient::receive()
{
    if (socket->run([&](auto done) { socket->stream.async_read(socket->buffer, done); }))
        return std::nullopt;
    auto event = Json::parse(beast::buffers_to_string(socket->buffer.data()));
    socket->buffer.clear();
    received.push_back(event);
    return event;
}

void ServiceClient::sendPing()
{
    socket->run([&](auto done) { socket->stream.async_ping("mine", done); });
}

std::optional<std::string> ServiceClient::awaitPing()
{
    bool hasRead = false;
    socket->stream.async_read(socket->buffer, [&hasRead](beast::error_code, std::size_t) { hasRead = true; });
    socket->context.restart();
    while (pings.empty() && !hasRead && socket->context.run_one_for(60s) > 0)
        continue;
    return pings.empty() ? std::nullopt : std::optional(pings.back());
}

ServiceClient::Json ServiceClient::await(const std::string& type)
{
    while (auto event = receive())
        if (event->at("type") == type)
            return *event;
    return nullptr;
}

int ServiceClient::closeCode() const
{
    return socket->stream.reason().code;
}

std::string ServiceClient::closeReason() const
{
    return socket->stream.reason().reason.c_str();
}

} // namespace parley::service
