// SPDX-License-Identifier: Apache-2.0
#include "ServiceProcess.h"

#include "Service/Service.h"
#include "Support/StubEngines.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::bench
{
namespace
{

[[noreturn]] void giveUp(const char* what)
{
    std::fprintf(stderr, "The service of the benches failed: %s.\n", what);
    std::exit(1);
}

std::ifstream openProc(int process, const char* name)
{
    return std::ifstream("/proc/" + std::to_string(process) + "/" + name);
}

} // namespace

ServiceProcess::ServiceProcess()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        giveUp("there is no socket for it");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    std::string program = "parley-bench";
    std::string option = serviceOption;
    std::array<char*, 3> arguments{program.data(), option.data(), nullptr};
    if (::posix_spawn(&process, "/proc/self/exe", &actions, nullptr, arguments.data(), environ) != 0)
        giveUp("it does not start");
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    control = ends[0];
    if (::read(control, &listening, sizeof listening) != sizeof listening)
        giveUp("it does not listen");
}

ServiceProcess::~ServiceProcess()
{
    ::close(control);
    ::waitpid(process, nullptr, 0);
}

double ServiceProcess::residentMegabytes() const
{
    auto file = openProc(process, "statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024 / 1024;
}

double ServiceProcess::cpuSeconds() const
{
    auto file = openProc(process, "stat");
    std::string field;
    // Field 14 is the time in user mode, 15 that in the kernel; the name, field 2, has no blank.
    for (int i = 1; i < 14; ++i)
        file >> field;
    double user = 0;
    double kernel = 0;
    file >> user >> kernel;
    return (user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

int serveWithStubEngines()
{
    service::ServiceOptions options;
    options.key = Secret(serviceKey);
    options.maxSessions = 2000;
    const auto service = service::Service::startWith(std::move(options), test::startStubEngines({}, 2));
    if (!service)
    {
        std::fprintf(stderr, "%s\n", service.error().describe().c_str());
        return 1;
    }
    const auto port = service.value()->port();
    if (::write(STDIN_FILENO, &port, sizeof port) != sizeof port)
        return 1;
    // The other process says nothing; it ends.
    char ignored = 0;
    while (::read(STDIN_FILENO, &ignored, 1) > 0)
        continue;
    return 0;
}

} // namespace parley::bench
