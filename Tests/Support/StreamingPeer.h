// SPDX-License-Identifier: Apache-2.0
// A web server on 127.0.0.1 that keeps connections open and answers in pieces, as its test wants.
#pragma once

#include "Support/HttpPeer.h"
#include "Support/TcpPeer.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace parley::test
{

/// One answer on its way. Every function says whether the other side still takes it.
class AnswerWriter
{
public:
    explicit AnswerWriter(TcpSocket& used)
        : socket(used)
    {
    }

    /// A whole answer.
    bool whole(int status, const std::string& body, const std::map<std::string, std::string>& headers = {});
    /// The head of one in pieces.
    bool begin(int status, const std::map<std::string, std::string>& headers = {});
    bool piece(const std::string& bytes);
    bool end();
    /// Bytes as they are.
    bool raw(const std::string& bytes) { return writeAll(socket, bytes); }
    /// Waits until the other side has gone.
    void awaitEnd() { drain(socket); }
    /// The connection ends behind this answer, whatever it said.
    void hangUp() { isLast = true; }
    [[nodiscard]] bool hangsUp() const { return isLast; }

private:
    TcpSocket& socket;
    bool isLast = false;
};

class StreamingPeer
{
public:
    /// Called on the connection's own thread; may block.
    using Answerer = std::function<void(const ReceivedRequest& request, AnswerWriter& answer)>;

    explicit StreamingPeer(Answerer answers);

    [[nodiscard]] std::uint16_t port() const { return peer.port(); }
    [[nodiscard]] std::string address(const std::string& path = "/") const
    {
        return "http://127.0.0.1:" + std::to_string(port()) + path;
    }
    [[nodiscard]] std::size_t connections() const { return accepted; }
    [[nodiscard]] std::vector<ReceivedRequest> requests() const;

private:
    void serve(TcpSocket& socket);

    Answerer answerer;
    std::atomic<std::size_t> accepted{0};
    mutable std::mutex mutex;
    std::vector<ReceivedRequest> received;
    TcpPeer peer;
};

} // namespace parley::test
