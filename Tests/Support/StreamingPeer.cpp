// SPDX-License-Identifier: Apache-2.0
#include "Support/StreamingPeer.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>
#include <utility>

namespace parley::test
{
namespace
{

std::string head(int status, const std::map<std::string, std::string>& headers)
{
    auto text = "HTTP/1.1 " + std::to_string(status) + " Whatever\r\n";
    for (const auto& [name, value] : headers)
        text += name + ": " + value + "\r\n";
    return text;
}

ReceivedRequest parseHead(const std::string& text)
{
    std::istringstream lines(text);
    ReceivedRequest request;
    lines >> request.method >> request.target;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line != "\r")
    {
        auto name = line.substr(0, line.find(':'));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto value = line.substr(std::min(line.find(':') + 2, line.size()));
        request.headers[name] = value.substr(0, value.find('\r'));
    }
    return request;
}

/// Nothing when the other side is gone.
std::optional<ReceivedRequest> receive(TcpSocket& socket, std::string& buffer)
{
    boost::system::error_code problem;
    const auto end = boost::asio::read_until(socket, boost::asio::dynamic_buffer(buffer), "\r\n\r\n", problem);
    if (problem)
        return std::nullopt;
    auto request = parseHead(buffer.substr(0, end));
    buffer.erase(0, end);
    const auto length = request.headers.count("content-length") > 0 ? std::stoul(request.headers["content-length"]) : 0;
    if (buffer.size() < length)
        boost::asio::read(socket, boost::asio::dynamic_buffer(buffer),
                          boost::asio::transfer_exactly(length - buffer.size()), problem);
    if (problem)
        return std::nullopt;
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return request;
}

} // namespace

bool AnswerWriter::whole(int status, const std::string& body, const std::map<std::string, std::string>& headers)
{
    auto all = headers;
    all["Content-Length"] = std::to_string(body.size());
    return raw(head(status, all) + "\r\n" + body);
}

bool AnswerWriter::begin(int status, const std::map<std::string, std::string>& headers)
{
    auto all = headers;
    all["Transfer-Encoding"] = "chunked";
    return raw(head(status, all) + "\r\n");
}

bool AnswerWriter::piece(const std::string& bytes)
{
    std::ostringstream size;
    size << std::hex << bytes.size();
    return raw(size.str() + "\r\n" + bytes + "\r\n");
}

bool AnswerWriter::end()
{
    return raw("0\r\n\r\n");
}

StreamingPeer::StreamingPeer(Answerer answers)
    : answerer(std::move(answers))
    , peer(
          [this](TcpSocket& socket)
          {
              ++accepted;
              serve(socket);
          })
{
}

std::vector<ReceivedRequest> StreamingPeer::requests() const
{
    const std::scoped_lock lock(mutex);
    return received;
}

void StreamingPeer::serve(TcpSocket& socket)
{
    // The pieces of an answer leave one by one.
    boost::system::error_code ignored;
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    std::string buffer;
    while (const auto request = receive(socket, buffer))
    {
        {
            const std::scoped_lock lock(mutex);
            received.push_back(*request);
        }
        AnswerWriter writer(socket);
        answerer(*request, writer);
        if (writer.hangsUp())
            return;
    }
}

} // namespace parley::test
