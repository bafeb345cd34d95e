// SPDX-License-Identifier: Apache-2.0
#include "Support/WebSocketPeer.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

std::unique_ptr<asio::ssl::context> serverContext(const IssuedCertificate& certificate)
{
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    context->use_certificate_chain(asio::buffer(certificate.certificatePem));
    context->use_private_key(asio::buffer(certificate.keyPem), asio::ssl::context::pem);
    return context;
}

} // namespace

class WebSocketPeer::Stream
{
public:
    virtual ~Stream() = default;
    virtual void write(const std::string& text, bool isLast) = 0;
    virtual std::string read() = 0;
    virtual void close(const websocket::close_reason& reason) = 0;
    virtual std::uint16_t closeCode() const = 0;
    virtual void ping(const std::string& payload) = 0;

    beast::http::request<beast::http::string_body> request;
    std::vector<std::string> controls;
    std::size_t pings = 0;
    std::function<void(std::size_t)> onPing;
    std::string serverName;
};

template <typename Socket>
class WebSocketPeer::StreamOver : public Stream
{
public:
    template <typename... Arguments>
    explicit StreamOver(Arguments&&... arguments)
        : socket(std::forward<Arguments>(arguments)...)
    {
    }

    void accept()
    {
        beast::flat_buffer buffer;
        beast::http::read(socket.next_layer(), buffer, request);
        socket.read_message_max(0);
        socket.control_callback(
            [this](websocket::frame_type kind, beast::string_view payload)
            {
                if (kind != websocket::frame_type::close)
                    controls.push_back((kind == websocket::frame_type::ping ? "ping:" : "pong:") +
                                       std::string(payload.data(), payload.size()));
                if (kind == websocket::frame_type::ping && onPing)
                    onPing(++pings);
            });
        socket.accept(request);
    }

    void write(const std::string& text, bool isLast) override { socket.write_some(isLast, asio::buffer(text)); }

    std::string read() override
    {
        beast::flat_buffer buffer;
        socket.read(buffer);
        return beast::buffers_to_string(buffer.data());
    }

    void close(const websocket::close_reason& reason) override { socket.close(reason); }
    std::uint16_t closeCode() const override { return socket.reason().code; }

    void ping(const std::string& payload) override
    {
        socket.ping(websocket::ping_data(beast::string_view(payload.data(), payload.size())));
    }

    websocket::stream<Socket> socket;
};

WebSocketPeer::WebSocketPeer(TcpSocket& socket, const std::optional<IssuedCertificate>& certificate)
{
    if (!certificate)
    {
        auto plain = std::make_unique<StreamOver<TcpSocket&>>(socket);
        plain->accept();
        stream = std::move(plain);
        return;
    }
    const auto context = serverContext(*certificate);
    auto secure = std::make_unique<StreamOver<asio::ssl::stream<TcpSocket&>>>(socket, *context);
    secure->socket.next_layer().handshake(asio::ssl::stream_base::server);
    const auto* name = SSL_get_servername(secure->socket.next_layer().native_handle(), TLSEXT_NAMETYPE_host_name);
    secure->serverName = name == nullptr ? "" : name;
    secure->accept();
    stream = std::move(secure);
}

WebSocketPeer::~WebSocketPeer() = default;

std::string WebSocketPeer::target() const
{
    return std::string(stream->request.target());
}

std::optional<std::string> WebSocketPeer::header(const std::string& name) const
{
    const auto at = stream->request.find(name);
    return at == stream->request.end() ? std::nullopt : std::optional<std::string>(std::string(at->value()));
}

void WebSocketPeer::write(const std::string& text)
{
    stream->write(text, true);
}

void WebSocketPeer::writeFragments(const std::vector<std::string>& parts)
{
    for (std::size_t i = 0; i < parts.size(); ++i)
        stream->write(parts[i], i + 1 == parts.size());
}

std::string WebSocketPeer::read()
{
    return stream->read();
}

std::uint16_t WebSocketPeer::readToEnd()
{
    try
    {
        for (;;)
            stream->read();
    }
    catch (const boost::system::system_error&)
    {
        return stream->closeCode();
    }
}

void WebSocketPeer::close(std::uint16_t code, const std::string& reason)
{
    stream->close({static_cast<websocket::close_code>(code), beast::string_view(reason.data(), reason.size())});
}

void WebSocketPeer::ping(const std::string& payload)
{
    stream->ping(payload);
}

void WebSocketPeer::whenPinged(std::function<void(std::size_t count)> called)
{
    stream->onPing = std::move(called);
}

std::vector<std::string> WebSocketPeer::controlFrames() const
{
    return stream->controls;
}

std::string WebSocketPeer::serverName() const
{
    return stream->serverName;
}

std::string acceptFor(const std::string& request)
{
    const std::string name = "Sec-WebSocket-Key: ";
    const auto found = request.find(name);
    if (found == std::string::npos) // It hung up before it had asked.
        return {};
    const auto begin = found + name.size();
    const auto text =
        request.substr(begin, request.find("\r\n", begin) - begin) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 64> encoded{};
    const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return {encoded.begin(), encoded.begin() + size};
}

} // namespace parley::test
