// SPDX-License-Identifier: Apache-2.0
// The child's side of StubService: one thread, one timer, raw sockets behind the handshake.
#include "Audio/Pcm16.h"
#include "StubFrames.h"
#include "StubService.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::bench
{
namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr int tickMs = 10;
constexpr std::int64_t ticksPerDelta = 10;
/// An answer of the role speak: ten seconds.
constexpr std::int64_t deltasPerAnswer = 100;
constexpr std::int64_t deltasAhead = 3;

/// What the receive time of the kernel has to be moved by to be of the steady clock.
std::int64_t steadyMinusCalendar()
{
    timespec calendar{};
    ::clock_gettime(CLOCK_REALTIME, &calendar);
    return steadyNanoseconds() - (calendar.tv_sec * 1'000'000'000LL + calendar.tv_nsec);
}

/// Finds the speech in the frames of a client, whose messages are short, whole and masked (RFC 6455, 5.2).
class Listener
{
public:
    void take(const char* bytes, std::size_t count, std::int64_t at)
    {
        waiting.append(bytes, count);
        std::size_t begin = 0;
        while (const auto length = frameLength(begin))
        {
            look(begin, length, at);
            begin += length;
        }
        waiting.erase(0, begin);
    }

    [[nodiscard]] const std::vector<std::int64_t>& arrivals() const noexcept { return found; }

private:
    [[nodiscard]] std::size_t byte(std::size_t at) const { return static_cast<unsigned char>(waiting[at]); }

    /// The length of the whole frame that begins there; 0 while it is not complete.
    [[nodiscard]] std::size_t frameLength(std::size_t begin) const
    {
        if (waiting.size() < begin + 4)
            return 0;
        const auto shortLength = byte(begin + 1) & 127U;
        const auto length = shortLength < 126 ? 6 + shortLength : 8 + (byte(begin + 2) << 8U | byte(begin + 3));
        return waiting.size() - begin < length ? 0 : length;
    }

    void look(std::size_t begin, std::size_t length, std::int64_t at)
    {
        const std::size_t head = (byte(begin + 1) & 127U) < 126 ? 6 : 8;
        std::string text(waiting, begin + head, length - head);
        for (std::size_t i = 0; i < text.size(); ++i)
            text[i] = static_cast<char>(text[i] ^ waiting[begin + head - 4 + i % 4]);
        constexpr std::string_view start = R"({"type":"input_audio_buffer.append","audio":")";
        std::vector<std::int16_t> samples;
        if (text.starts_with(start) &&
            audio::decodeBase64(std::string_view(text).substr(start.size(), text.size() - start.size() - 2), samples))
            found.insert(found.end(), {at, samples.back()});
    }

    std::string waiting;
    std::vector<std::int64_t> found;
};

struct Session
{
    tcp::socket socket;
    std::string role;
    std::int64_t number = 0;
    bool isConfigured = false;
    std::int64_t ticks = 0;
    std::uint32_t answer = 0;
    Listener listener{};
};

class Server
{
public:
    Server()
        : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
        , control(io, STDIN_FILENO)
        , ticker(io)
    {
        const std::int64_t port = acceptor.local_endpoint().port();
        reply(&port, sizeof port);
    }

    void run()
    {
        accept();
        awaitCommand();
        tick();
        io.run();
    }

private:
    void accept()
    {
        acceptor.async_accept(
            [this](const boost::system::error_code& problem, tcp::socket socket)
            {
                if (!problem)
                    greet(std::move(socket));
                accept();
            });
    }

    /// The handshake blocks; the client is on this machine.
    void greet(tcp::socket socket)
    {
        boost::system::error_code problem;
        beast::flat_buffer buffer;
        beast::http::request<beast::http::string_body> request;
        beast::http::read(socket, buffer, request, problem);
        beast::websocket::stream<tcp::socket&> upgrade(socket);
        if (!problem)
            upgrade.accept(request, problem);
        if (problem)
            return;
        const auto target = std::string(request.target());
        const auto numberAt = std::min(target.find('/', 1), target.size());
        socket.set_option(tcp::no_delay(true));
        socket.set_option(asio::socket_base::send_buffer_size(4 << 20));
        const int wanted = 1;
        ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_TIMESTAMPNS, &wanted, sizeof wanted);
        sessions.push_back(std::make_unique<Session>(
            Session{std::move(socket), target.substr(0, numberAt), std::atoll(target.c_str() + numberAt + 1)}));
        sessions.back()->ticks = -static_cast<std::int64_t>(sessions.size()) % ticksPerDelta;
        send(*sessions.back(), frames.sessionCreated());
        awaitFrames(*sessions.back());
    }

    void awaitFrames(Session& session)
    {
        session.socket.async_wait(tcp::socket::wait_read,
                                  [this, &session](const boost::system::error_code& problem)
                                  {
                                      if (!problem && receive(session))
                                          awaitFrames(session);
                                  });
    }

    /// False at the end of the connection.
    bool receive(Session& session)
    {
        iovec piece{scratch.data(), scratch.size()};
        alignas(cmsghdr) std::array<char, 256> notes{};
        for (;;)
        {
            msghdr message{};
            message.msg_iov = &piece;
            message.msg_iovlen = 1;
            message.msg_control = notes.data();
            message.msg_controllen = notes.size();
            const auto count = ::recvmsg(session.socket.native_handle(), &message, MSG_DONTWAIT);
            if (count <= 0)
                return count < 0;
            received += count;
            if (!session.isConfigured)
                send(session, frames.sessionUpdated());
            session.isConfigured = true;
            if (session.role == role::listen)
                session.listener.take(scratch.data(), static_cast<std::size_t>(count), arrivalOf(message));
            if (static_cast<std::size_t>(count) < scratch.size())
                return true;
        }
    }

    /// When the kernel had it; when it does not say, now.
    [[nodiscard]] std::int64_t arrivalOf(msghdr& message) const
    {
        for (auto* note = CMSG_FIRSTHDR(&message); note != nullptr; note = CMSG_NXTHDR(&message, note))
            if (note->cmsg_level == SOL_SOCKET && note->cmsg_type == SCM_TIMESTAMPNS)
            {
                const auto& at = *reinterpret_cast<const timespec*>(CMSG_DATA(note));
                return at.tv_sec * 1'000'000'000LL + at.tv_nsec + toSteady;
            }
        return steadyNanoseconds();
    }

    void tick()
    {
        ticker.expires_at(ticker.expiry() + std::chrono::milliseconds(tickMs));
        if (ticker.expiry() < std::chrono::steady_clock::now() - std::chrono::seconds(1))
            ticker.expires_after(std::chrono::milliseconds(tickMs));
        ticker.async_wait(
            [this](const boost::system::error_code&)
            {
                for (const auto& session : sessions)
                    if (session->isConfigured)
                        speak(*session);
                tick();
            });
    }

    void speak(Session& session)
    {
        ++session.ticks;
        if (session.role == role::speak && session.ticks >= 0 && session.ticks % ticksPerDelta == 0)
            speakOn(session, session.ticks / ticksPerDelta % deltasPerAnswer);
        if (session.role == role::pulse && session.ticks % (pulsePeriodMs / tickMs) == 0)
        {
            sentPulses.push_back(steadyNanoseconds());
            ++session.answer;
            send(session, frames.responseCreated(session.answer) + frames.delta(session.answer) +
                              frames.responseDone(session.answer));
        }
    }

    void speakOn(Session& session, std::int64_t turn)
    {
        constexpr auto last = deltasPerAnswer - deltasAhead;
        if (turn > last)
            return;
        std::string all;
        if (turn == 0)
            all = frames.responseCreated(++session.answer);
        for (std::int64_t i = 0; i < (turn == 0 ? deltasAhead : 1); ++i)
            all += frames.delta(session.answer);
        if (turn == last)
            all += frames.responseDone(session.answer);
        send(session, all);
    }

    [[nodiscard]] std::vector<std::int64_t> burst()
    {
        constexpr int messages = 10;
        std::vector<std::int64_t> times;
        for (const auto& session : sessions)
            if (session->role == role::burst)
            {
                times.insert(times.end(), {session->number, steadyNanoseconds()});
                ++session->answer;
                send(*session, frames.responseCreated(session->answer) + frames.delta(session->answer));
            }
        for (int i = 1; i < messages; ++i)
            for (const auto& session : sessions)
                if (session->role == role::burst)
                    send(*session, frames.delta(session->answer) +
                                       (i == messages - 1 ? frames.responseDone(session->answer) : std::string()));
        return times;
    }

    static void send(Session& session, const std::string& bytes)
    {
        const auto sent =
            ::send(session.socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent != static_cast<ssize_t>(bytes.size()))
            session.role = role::idle; // It is gone, or does not read: its user will miss what it was to get.
    }

    void awaitCommand()
    {
        control.async_read_some(asio::buffer(&command, 1),
                                [this](const boost::system::error_code& problem, std::size_t)
                                {
                                    if (problem)
                                    {
                                        io.stop();
                                        return;
                                    }
                                    obey();
                                    awaitCommand();
                                });
    }

    void obey()
    {
        std::vector<std::int64_t> numbers;
        if (command == 'b')
            numbers = burst();
        if (command == 'p')
            numbers = sentPulses;
        if (command == 'n')
            numbers = {received};
        for (const auto& session : sessions)
            if (command == 'a')
                numbers.insert(numbers.end(), session->listener.arrivals().begin(), session->listener.arrivals().end());
        const auto count = static_cast<std::int64_t>(numbers.size());
        reply(&count, sizeof count);
        reply(numbers.data(), numbers.size() * sizeof(std::int64_t));
    }

    /// Blocks: whoever asked is waiting for it.
    static void reply(const void* data, std::size_t bytes)
    {
        const auto* at = static_cast<const char*>(data);
        while (bytes > 0)
        {
            const auto count = ::send(STDIN_FILENO, at, bytes, MSG_NOSIGNAL);
            if (count <= 0)
                std::exit(0);
            at += count;
            bytes -= static_cast<std::size_t>(count);
        }
    }

    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::posix::stream_descriptor control;
    asio::steady_timer ticker;
    StubFrames frames;
    const std::int64_t toSteady = steadyMinusCalendar();
    std::vector<std::unique_ptr<Session>> sessions;
    std::vector<std::int64_t> sentPulses;
    std::int64_t received = 0; ///< Bytes, of all sessions.
    std::array<char, 256 * 1024> scratch{};
    char command = 0;
};

} // namespace

int serveStub()
{
    const auto server = std::make_unique<Server>();
    server->run();
    return 0;
}

} // namespace parley::bench
