// SPDX-License-Identifier: Apache-2.0
#include "StubService.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::bench
{
namespace
{

[[noreturn]] void giveUp(const char* what)
{
    std::fprintf(stderr, "The stub service of the benches failed: %s.\n", what);
    std::exit(1);
}

void readAll(int from, void* to, std::size_t bytes)
{
    auto* at = static_cast<char*>(to);
    while (bytes > 0)
    {
        const auto count = ::read(from, at, bytes);
        if (count <= 0)
            giveUp("it does not answer");
        at += count;
        bytes -= static_cast<std::size_t>(count);
    }
}

} // namespace

std::int64_t steadyNanoseconds() noexcept
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

StubService::StubService()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        giveUp("there is no socket for it");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    std::string program = "parley-bench";
    std::string option = stubOption;
    std::array<char*, 3> arguments{program.data(), option.data(), nullptr};
    if (::posix_spawn(&process, "/proc/self/exe", &actions, nullptr, arguments.data(), environ) != 0)
        giveUp("it does not start");
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    control = ends[0];
    readAll(control, &port, sizeof port);
}

StubService::~StubService()
{
    ::close(control);
    int status = 0;
    ::waitpid(process, &status, 0);
}

std::string StubService::url(const char* role, std::size_t number) const
{
    return "ws://127.0.0.1:" + std::to_string(port) + role + "/" + std::to_string(number);
}

std::vector<std::int64_t> StubService::ask(char command)
{
    if (::write(control, &command, 1) != 1)
        giveUp("it is gone");
    std::int64_t count = 0;
    readAll(control, &count, sizeof count);
    std::vector<std::int64_t> answer(static_cast<std::size_t>(count));
    readAll(control, answer.data(), answer.size() * sizeof(std::int64_t));
    return answer;
}

std::vector<std::int64_t> StubService::burst(std::size_t count)
{
    std::vector<std::int64_t> times(count, 0);
    const auto pairs = ask('b');
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (const auto number = static_cast<std::size_t>(pairs[i]); number < count)
            times[number] = pairs[i + 1];
    return times;
}

std::vector<std::int64_t> StubService::pulses()
{
    return ask('p');
}

std::int64_t StubService::receivedBytes()
{
    return ask('n').front();
}

std::vector<Arrival> StubService::arrivals()
{
    const auto numbers = ask('a');
    std::vector<Arrival> all;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        all.push_back({numbers[i], numbers[i + 1]});
    return all;
}

} // namespace parley::bench
