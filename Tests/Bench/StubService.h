// SPDX-License-Identifier: Apache-2.0
// The far end of the benches: a WebSocket server in a process of its own that is much lighter than what is measured. It
// sends frames that were made beforehand and hardly looks at what it receives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley::bench
{

/// The only argument of the program when it is to be the stub.
inline constexpr const char* stubOption = "--stub";

/// Nanoseconds of the steady clock, which all processes of a machine share.
[[nodiscard]] std::int64_t steadyNanoseconds() noexcept;

/// What a session of the stub does, by the path that the client asks for.
namespace role
{
inline constexpr const char* idle = "/idle";
/// Answers without a pause, at real time: 100 ms of speech every 100 ms, 300 ms of it in front.
inline constexpr const char* speak = "/speak";
/// Speaks 100 ms in an answer of its own every `pulsePeriodMs`.
inline constexpr const char* pulse = "/pulse";
/// Speaks 1 s, in ten messages, when told to.
inline constexpr const char* burst = "/burst";
/// Looks at the speech it gets: when a message came, and what its last sample was.
inline constexpr const char* listen = "/listen";
} // namespace role

inline constexpr int pulsePeriodMs = 250;

/// The last sample of a message of speech, and when the message arrived.
struct Arrival
{
    std::int64_t at = 0;
    std::int64_t lastSample = 0;
};

/// The stub as its user sees it: a child process, which ends with this.
class StubService
{
public:
    /// Ends the program with a sentence when there can be none.
    StubService();
    ~StubService();
    StubService(const StubService&) = delete;
    StubService& operator=(const StubService&) = delete;

    [[nodiscard]] std::string url(const char* role, std::size_t number = 0) const;

    /// Makes all burst sessions speak; when the first message of each left, by the numbers of their addresses, which
    /// are 0 to `count - 1`.
    [[nodiscard]] std::vector<std::int64_t> burst(std::size_t count);
    /// When each pulse left.
    [[nodiscard]] std::vector<std::int64_t> pulses();
    [[nodiscard]] std::vector<Arrival> arrivals();
    /// Of all sessions so far.
    [[nodiscard]] std::int64_t receivedBytes();

private:
    [[nodiscard]] std::vector<std::int64_t> ask(char command);

    int control = -1;
    int process = -1;
    std::int64_t port = 0;
};

/// The child's side; returns the exit code.
int serveStub();

} // namespace parley::bench
