// SPDX-License-Identifier: Apache-2.0
// A web server on 127.0.0.1 that answers each request as its test wants.
#pragma once

#include "Support/TcpPeer.h"
#include "Support/TestCertificates.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parley::test
{

struct ReceivedRequest
{
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers; ///< Names in lower case.
    std::string body;
};

struct GivenAnswer
{
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers = {};
};

class HttpPeer
{
public:
    /// Called for one request at a time.
    using Answerer = std::function<GivenAnswer(const ReceivedRequest& request)>;

    explicit HttpPeer(Answerer answers, std::optional<IssuedCertificate> shown = {});

    [[nodiscard]] std::uint16_t port() const { return peer.port(); }
    [[nodiscard]] std::vector<ReceivedRequest> requests();

private:
    template <typename Stream>
    void serve(Stream& stream);
    void accept(TcpSocket& socket);

    Answerer answerer;
    std::optional<IssuedCertificate> certificate;
    std::mutex mutex;
    std::vector<ReceivedRequest> received;
    TcpPeer peer;
};

} // namespace parley::test
