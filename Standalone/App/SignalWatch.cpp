// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignalWatch.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <unistd.h>

namespace parley::app
{

namespace
{

constexpr std::array endings{SIGTERM, SIGINT, SIGHUP};

std::atomic<int> latest{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not lock");

std::array<struct sigaction, endings.size()> before{};
struct sigaction alarmBefore
{
};

extern "C" void rememberSignal(int signal)
{
    latest = signal;
    alarm(SignalWatch::deadlineSeconds);
}

extern "C" void giveUp(int)
{
    _exit(1);
}

} // namespace

SignalWatch::SignalWatch()
{
    latest = 0;
    struct sigaction action
    {
    };
    action.sa_handler = rememberSignal;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < endings.size(); ++i)
    {
        sigaction(endings[i], &action, &before[i]);
        // nohup wants the end of a terminal to be no end.
        if (endings[i] == SIGHUP && before[i].sa_handler == SIG_IGN)
            sigaction(endings[i], &before[i], nullptr);
    }
    action.sa_handler = giveUp;
    sigaction(SIGALRM, &action, &alarmBefore);
}

SignalWatch::~SignalWatch()
{
    alarm(0);
    sigaction(SIGALRM, &alarmBefore, nullptr);
    for (std::size_t i = 0; i < endings.size(); ++i)
        sigaction(endings[i], &before[i], nullptr);
}

int SignalWatch::received() const noexcept
{
    return latest;
}

} // namespace parley::app
