// SPDX-License-Identifier: Apache-2.0
// The HTTP requests of one connection, answered one after the other. Only for ServiceServer.cpp.
#pragma once

#include "Service/Admission.h"
#include "Service/Detail/EngineWait.h"
#include "Service/Detail/ServerStream.h"
#include "Service/Detail/Surroundings.h"
#include "Service/FaultControl.h"
#include "Service/Http/Endpoints.h"
#include "Service/Http/ServiceFigures.h"
#include "Service/OriginRules.h"

#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

#include <optional>
#include <stop_token>
#include <utility>
#include <variant>

namespace parley::service
{

namespace http = beast::http;

/// What all conversations of a service share; outlives them.
struct HttpSurroundings
{
    const Secret& key;
    ClientSecrets& secrets;
    EngineRunner& engines;
    ServiceFigures& figures;
    Identifiers& ids;
    FaultControl& faults;
    bool isLoopbackOnly = true;
};

/// A request that wants to become a session, and what becomes of it.
struct SessionRequest
{
    http::request<http::string_body> request;
    Admission admission;
};

/// @thread network
class HttpConversation
{
public:
    static constexpr std::chrono::seconds headerDeadline{10};
    /// Between two requests of a connection that is kept.
    static constexpr std::chrono::seconds idleDeadline{60};
    static constexpr std::chrono::seconds bodyDeadline{120};
    /// Of one piece of an answer, at most `longestPiece`: a client that plays what it reads is slower than the wire.
    static constexpr std::chrono::seconds writeDeadline{60};
    /// From the request's last byte to the end of its last job.
    static constexpr std::chrono::minutes answerDeadline{10};
    static constexpr std::size_t longestPiece = 64U << 10U;
    static constexpr std::uint32_t longestHeader = 16U << 10U;
    /// The largest body of any endpoint; each has its own bound within.
    static constexpr std::size_t longestBody = std::size_t{26} << 20U;

    HttpConversation(ServerStream& accepted, HttpSurroundings shared)
        : stream(accepted)
        , common(shared)
    {
    }

    /// Answers until the connection ends, or a request wants to become a session.
    asio::awaitable<std::optional<SessionRequest>> run()
    {
        for (bool isFirst = true;; isFirst = false)
        {
            Parser parser;
            parser.header_limit(longestHeader);
            parser.body_limit(longestBody);
            stream.closeAfter(isFirst ? headerDeadline : idleDeadline);
            const auto [error, size] = co_await http::async_read_header(stream, buffer, parser, awaitingTuple);
            if (error)
            {
                co_await refuseHeader(error, parser);
                co_return std::nullopt;
            }
            auto header = takeHeader(parser.get());
            const auto route = findRoute(header, common.key, {common.isLoopbackOnly, common.faults.isEnabled()});
            const auto* found = std::get_if<Route>(&route);
            if (found != nullptr && found->endpoint == Endpoint::session)
            {
                endpoint = found->name;
                auto admission = admit(header, common.key, common.secrets, secondsSinceEpoch());
                if (!std::holds_alternative<PlainAnswer>(admission))
                    co_return SessionRequest{parser.release(), std::move(admission)};
                co_await refuseUnread(std::get<PlainAnswer>(std::move(admission)), parser);
            }
            else if (found != nullptr)
                co_await answer(*found, std::move(header), parser);
            else
                co_await refuseUnread(std::get<PlainAnswer>(route), parser);
            if (!isKept)
                break;
        }
        co_await hangUp();
        co_return std::nullopt;
    }

    /// Answers a request that became no session after all.
    asio::awaitable<void> refuseSession(PlainAnswer refusal)
    {
        isKept = false;
        co_await writeWhole(std::move(refusal));
        co_await hangUp();
    }

    /// Ends it at once, whatever it is at.
    void end()
    {
        jobs.request_stop();
        stream.close();
    }

    /// What of a request matters.
    static UpgradeRequest describe(const http::request<http::string_body>& request)
    {
        const auto header = [&](std::string_view name) -> std::optional<std::string>
        {
            const auto found = request.find(name);
            return found == request.end() ? std::nullopt : std::optional(std::string(found->value()));
        };
        UpgradeRequest described;
        described.method = std::string(request.method_string());
        described.target = std::string(request.target());
        described.isUpgrade = websocket::is_upgrade(request);
        described.authorization = header("Authorization");
        described.apiKey = header("api-key");
        described.hasBetaHeader = header("OpenAI-Beta").has_value();
        described.contentType = header("Content-Type").value_or("");
        described.host = header("Host");
        described.origin = header("Origin");
        described.wantedHeaders = header("Access-Control-Request-Headers");
        described.subprotocols = header("Sec-WebSocket-Protocol").value_or("");
        return described;
    }

private:
    using Parser = http::request_parser<http::string_body>;

    /// The answer to the request depends on it.
    UpgradeRequest takeHeader(const http::request<http::string_body>& request)
    {
        version = request.version();
        isKept = request.keep_alive();
        auto header = describe(request);
        pageHeaders = headersForPage(header.host, header.origin, common.isLoopbackOnly);
        return header;
    }

    /// What is no HTTP is not answered; what is too long is.
    asio::awaitable<void> refuseHeader(const beast::error_code& error, const Parser& parser)
    {
        pageHeaders.clear();
        // All of the header is there then: its Content-Length is too large.
        if (error == http::error::body_limit)
            takeHeader(parser.get());
        isKept = false;
        if (error != http::error::header_limit && error != http::error::body_limit)
            co_return;
        auto refusal = error == http::error::body_limit
                           ? tooLarge(longestBody)
                           : refusePlainly(431, {"header_too_large", "The header has more than 16 KiB.", ""});
        co_await writeWhole(std::move(refusal));
        co_await hangUp();
    }

    /// The body, if there is one, stays unread, and the connection ends.
    asio::awaitable<void> refuseUnread(PlainAnswer refusal, const Parser& parser)
    {
        isKept = isKept && parser.is_done();
        co_await writeWhole(std::move(refusal));
    }

    static PlainAnswer tooLarge(std::size_t limit)
    {
        return refusePlainly(
            413, {"content_too_large",
                  "Maximum content size limit (" + std::to_string(limit) + ") exceeded: send less at a time.", ""});
    }

    asio::awaitable<void> answer(const Route& route, UpgradeRequest request, Parser& parser)
    {
        endpoint = route.name;
        if (parser.content_length().value_or(0) > route.longestBody)
        {
            co_await refuseUnread(tooLarge(route.longestBody), parser);
            co_return;
        }
        parser.body_limit(route.longestBody);
        stream.closeAfter(bodyDeadline);
        if (beast::iequals(parser.get()[http::field::expect], "100-continue"))
        {
            constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(stream, asio::buffer(goOn), awaitingTuple);
        }
        const auto [error, size] = co_await http::async_read(stream, buffer, parser, awaitingTuple);
        if (error == http::error::body_limit)
            co_await refuseUnread(tooLarge(route.longestBody), parser);
        if (error)
        {
            isKept = false;
            co_return;
        }
        request.body = std::move(parser.get().body());
        common.figures.receivedBytes += request.body.size();
        co_await answerRead(route, request);
    }

    asio::awaitable<void> answerRead(const Route& route, const UpgradeRequest& request)
    {
        auto overQuota = needsQuota(route.endpoint) ? common.faults.refuseOverQuota() : std::nullopt;
        if (overQuota.has_value())
        {
            co_await writeWhole(std::move(*overQuota));
            co_return;
        }
        if (route.endpoint == Endpoint::clientSecrets)
        {
            auto made = admit(request, common.key, common.secrets, secondsSinceEpoch());
            co_await writeWhole(std::get<PlainAnswer>(std::move(made)));
            co_return;
        }
        if (route.endpoint == Endpoint::faults)
        {
            co_await writeWhole(common.faults.answer(request));
            co_return;
        }
        const EndpointContext context{common.ids, secondsSinceEpoch(),
                                      [this] { return toPrometheus(common.figures, common.engines.figures()); }};
        auto opened = openExchange(route, request, context);
        if (auto* plain = std::get_if<PlainAnswer>(&opened))
            co_await writeWhole(std::move(*plain));
        else
            co_await converse(*std::get<std::unique_ptr<Exchange>>(opened));
    }

    /// Each job runs while the piece before it is written; what is there already of its result goes out at once.
    asio::awaitable<void> converse(Exchange& exchange)
    {
        EngineWait engine(common.engines, stream, jobs.get_token(), answerDeadline);
        auto step = exchange.begin();
        bool isStreamed = false;
        for (;;)
        {
            const bool isLast = step.isLast();
            if (step.work.has_value())
                engine.submit(std::move(*step.work));
            if (step.head.has_value() && !step.head->isStreamed)
            {
                auto& head = *step.head;
                PlainAnswer whole{head.status, std::move(step.body), std::move(head.contentType), head.headers};
                co_await writeWhole(std::move(whole));
                co_return;
            }
            if (step.head.has_value())
                isStreamed = co_await writeHead(*step.head);
            if (isStreamed && !step.body.empty() && !co_await writePieces(step.body))
                break;
            if (isLast)
            {
                co_await endStream(step.isBroken);
                co_return;
            }
            auto result = co_await engine.next();
            if (!result.has_value())
                break;
            step = exchange.take(std::move(*result));
        }
        isKept = false;
        stream.close();
    }

    asio::awaitable<void> writeWhole(PlainAnswer answered)
    {
        http::response<http::string_body> response(static_cast<http::status>(answered.status), version);
        addFields(response, answered.contentType, answered.headers);
        if (answered.status == 426)
            response.set(http::field::upgrade, "websocket");
        response.body() = std::move(answered.body);
        response.prepare_payload();
        if (answered.status == 204)
            response.content_length(boost::none); // RFC 9110, 8.6
        common.figures.requests[{std::string(endpoint), answered.status}] += 1;
        common.figures.sentBytes += response.body().size();
        stream.closeAfter(writeDeadline);
        const auto [error, size] = co_await http::async_write(stream, response, awaitingTuple);
        isKept = isKept && !error;
    }

    asio::awaitable<bool> writeHead(const AnswerHead& head)
    {
        // HTTP/1.0 knows no chunks: the answer ends with the connection.
        isChunked = version >= 11;
        isKept = isKept && isChunked;
        http::response<http::empty_body> response(static_cast<http::status>(head.status), version);
        addFields(response, head.contentType, head.headers);
        response.chunked(isChunked);
        common.figures.requests[{std::string(endpoint), head.status}] += 1;
        http::response_serializer<http::empty_body> serializer(response);
        stream.closeAfter(writeDeadline);
        const auto [error, size] = co_await http::async_write_header(stream, serializer, awaitingTuple);
        co_return !error;
    }

    template <typename Response>
    void addFields(Response& response, const std::string& contentType, const net::Headers& headers)
    {
        if (!contentType.empty())
            response.set(http::field::content_type, contentType);
        response.set("x-request-id", common.ids.next("req"));
        for (const auto* fields : {&headers, &std::as_const(pageHeaders)})
            for (const auto& [name, value] : *fields)
                response.set(name, value);
        response.keep_alive(isKept);
    }

    asio::awaitable<bool> writePieces(const std::string& body)
    {
        for (std::size_t at = 0; at < body.size(); at += longestPiece)
        {
            const auto piece = asio::buffer(body.data() + at, std::min(longestPiece, body.size() - at));
            if (!co_await writePiece(piece))
                co_return false;
            common.figures.sentBytes += piece.size();
        }
        co_return true;
    }

    asio::awaitable<bool> writePiece(asio::const_buffer piece)
    {
        stream.closeAfter(writeDeadline);
        if (isChunked)
        {
            const auto [error, size] = co_await asio::async_write(stream, http::make_chunk(piece), awaitingTuple);
            co_return !error;
        }
        const auto [error, size] = co_await asio::async_write(stream, piece, awaitingTuple);
        co_return !error;
    }

    asio::awaitable<void> endStream(bool isBroken)
    {
        if (isBroken)
        {
            isKept = false;
            stream.close();
        }
        else if (isChunked)
            co_await asio::async_write(stream, http::make_chunk_last(), awaitingTuple);
    }

    /// Reads away what is still on its way, for a reset would take the answer with it; not for long.
    asio::awaitable<void> hangUp()
    {
        stream.closeAfter(std::chrono::seconds(2));
        co_await stream.finishWriting();
        for (;;)
        {
            const auto [error, size] = co_await stream.async_read_some(asio::buffer(discarded), awaitingTuple);
            if (error)
                break;
        }
        stream.close();
    }

    ServerStream& stream;
    HttpSurroundings common;
    beast::flat_buffer buffer;
    std::array<char, 8192> discarded{};
    std::stop_source jobs;
    std::string_view endpoint = "none";
    net::Headers pageHeaders; ///< Of every answer to the request.
    unsigned version = 11;
    bool isKept = true;
    bool isChunked = true;
};

} // namespace parley::service
