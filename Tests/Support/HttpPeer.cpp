// SPDX-License-Identifier: Apache-2.0
#include "Support/HttpPeer.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <cctype>

namespace parley::test
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

ReceivedRequest describe(const http::request<http::string_body>& request)
{
    ReceivedRequest described;
    described.method = std::string(request.method_string());
    described.target = std::string(request.target());
    for (const auto& field : request)
    {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        described.headers[name] = std::string(field.value());
    }
    described.body = request.body();
    return described;
}

} // namespace

HttpPeer::HttpPeer(Answerer answers, std::optional<IssuedCertificate> shown)
    : answerer(std::move(answers))
    , certificate(std::move(shown))
    , peer([this](TcpSocket& socket) { accept(socket); })
{
}

std::vector<ReceivedRequest> HttpPeer::requests()
{
    const std::scoped_lock lock(mutex);
    return received;
}

template <typename Stream>
void HttpPeer::serve(Stream& stream)
{
    beast::flat_buffer buffer;
    http::request<http::string_body> request;
    http::read(stream, buffer, request);
    GivenAnswer given;
    {
        const std::scoped_lock lock(mutex);
        received.push_back(describe(request));
        given = answerer(received.back());
    }
    http::response<http::string_body> response(static_cast<http::status>(given.status), request.version());
    for (const auto& [name, value] : given.headers)
        response.set(name, value);
    response.body() = given.body;
    response.prepare_payload();
    http::write(stream, response);
}

void HttpPeer::accept(TcpSocket& socket)
{
    if (!certificate)
    {
        serve(socket);
        return;
    }
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.use_certificate_chain(asio::buffer(certificate->certificatePem));
    context.use_private_key(asio::buffer(certificate->keyPem), asio::ssl::context::pem);
    asio::ssl::stream<TcpSocket&> secure(socket, context);
    secure.handshake(asio::ssl::stream_base::server);
    serve(secure);
}

} // namespace parley::test
