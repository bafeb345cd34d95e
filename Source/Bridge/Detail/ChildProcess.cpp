// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Detail/ChildProcess.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace parley::bridge
{
namespace
{

using namespace std::chrono_literals;

constexpr auto pollStep = 20ms;

Error failed(std::string why)
{
    return {ErrorCode::helperNotStarted, std::move(why), "helper"};
}

#ifdef __APPLE__
constexpr short spawnFlags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_CLOEXEC_DEFAULT;
#else
constexpr short spawnFlags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#endif

/// The descriptor the child inherits keeps its number, so that no other of the parent's does.
constexpr int childDescriptor = 3;

int spawn(pid_t& pid, const std::filesystem::path& program, std::vector<std::string>& arguments, int inherited)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, inherited, childDescriptor);
#ifdef __GLIBC__
    posix_spawn_file_actions_addclosefrom_np(&actions, childDescriptor + 1);
#endif

    // A host may block or ignore signals; the child begins with none blocked and the usual ones at their default.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD})
        sigaddset(&defaults, signal);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, spawnFlags);

    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    const int problem = posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return problem;
}

} // namespace

ChildProcess::ChildProcess(pid_t started, int pairEnd)
    : pid(started)
    , descriptor(pairEnd)
{
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid(std::exchange(other.pid, -1))
    , descriptor(std::exchange(other.descriptor, -1))
{
}

ChildProcess::~ChildProcess()
{
    if (descriptor >= 0)
        ::close(descriptor);
    if (pid <= 0)
        return;
    const auto end = std::chrono::steady_clock::now() + farewell;
    while (isRunning())
    {
        if (std::chrono::steady_clock::now() >= end)
        {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
            return;
        }
        ::poll(nullptr, 0, static_cast<int>(pollStep.count()));
    }
    ::waitpid(pid, nullptr, WNOHANG);
}

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program, std::vector<std::string> arguments)
{
    std::array<int, 2> pair{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return failed(std::strerror(errno));
    arguments.insert(arguments.begin(), program.string());
    arguments.push_back(std::to_string(childDescriptor));
    pid_t pid = -1;
    const int problem = spawn(pid, program, arguments, pair[1]);
    ::close(pair[1]);
    if (problem != 0)
    {
        ::close(pair[0]);
        return failed(std::strerror(problem));
    }
    return ChildProcess(pid, pair[0]);
}

Result<std::string> ChildProcess::readLine(std::chrono::milliseconds deadline, std::size_t longest,
                                           const std::stop_token& stop)
{
    const auto end = std::chrono::steady_clock::now() + deadline;
    std::string line;
    while (line.size() < longest)
    {
        if (stop.stop_requested())
            return Error{ErrorCode::cancelled, "The wait for the local service was ended.", "helper"};
        if (std::chrono::steady_clock::now() >= end)
            return failed("no word within " + std::to_string(deadline.count() / 1000) + " s");
        pollfd watched{descriptor, POLLIN, 0};
        if (::poll(&watched, 1, static_cast<int>(pollStep.count())) <= 0)
            continue;
        char letter = 0;
        const auto count = ::read(descriptor, &letter, 1);
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN))
            return failed("it ended at once");
        if (count == 1 && letter == '\n')
            return line;
        if (count == 1)
            line += letter;
    }
    return failed("its first line is too long");
}

bool ChildProcess::isRunning() const
{
    if (pid <= 0)
        return false;
    siginfo_t info{};
    // WNOWAIT leaves the child to be reaped by the destructor, so that its number is not given to another process.
    return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

} // namespace parley::bridge
