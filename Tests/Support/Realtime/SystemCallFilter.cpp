// SPDX-License-Identifier: Apache-2.0
#include "Support/Realtime/SystemCallFilter.h"

#include "Support/Realtime/Recorder.h"

#if defined(__linux__) && defined(__x86_64__)

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

// The one place from which the filter lets a system call pass: it tells the place by the address behind `syscall`.
asm(R"(
    .text
    .hidden parleyPassedSystemCall
    .globl parleyPassedSystemCall
    .type parleyPassedSystemCall, @function
parleyPassedSystemCall:
    movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    .hidden parleyBehindPassedSystemCall
    .globl parleyBehindPassedSystemCall
parleyBehindPassedSystemCall:
    ret
    .size parleyPassedSystemCall, . - parleyPassedSystemCall
)");

extern "C" long parleyPassedSystemCall(long number, long a, long b, long c, long d, long e, long f);
extern "C" const char parleyBehindPassedSystemCall[];

namespace parley::test
{
namespace
{

bool startsThreadOrProcess(long number)
{
    return number == SYS_clone || number == SYS_clone3 || number == SYS_fork || number == SYS_vfork;
}

void onTrappedSystemCall(int, siginfo_t*, void* context)
{
    auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const auto number = static_cast<long>(registers[REG_RAX]);
    noteSystemCall(number);
    // A child would come to life inside this handler, on a stack that is not its own.
    registers[REG_RAX] =
        startsThreadOrProcess(number)
            ? -EPERM
            : parleyPassedSystemCall(number, registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                                     registers[REG_R10], registers[REG_R8], registers[REG_R9]);
}

bool installHandler() noexcept
{
    struct sigaction action = {};
    action.sa_sigaction = onTrappedSystemCall;
    // Not deferred: the kernel ends a process whose trapped call finds the signal blocked.
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    return sigaction(SIGSYS, &action, nullptr) == 0;
}

bool installFilter() noexcept
{
    const auto passed = reinterpret_cast<std::uintptr_t>(parleyBehindPassedSystemCall);
    const auto low = static_cast<std::uint32_t>(passed);
    const auto high = static_cast<std::uint32_t>(passed >> 32U);
    constexpr auto address = static_cast<std::uint32_t>(offsetof(seccomp_data, instruction_pointer));
    constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint16_t isEqual = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr std::uint16_t verdict = BPF_RET | BPF_K;
    std::array<sock_filter, 8> filter = {{{load, 0, 0, offsetof(seccomp_data, nr)},
                                          {isEqual, 4, 0, SYS_rt_sigreturn},
                                          {load, 0, 0, address},
                                          {isEqual, 0, 3, low},
                                          {load, 0, 0, address + 4},
                                          {isEqual, 0, 1, high},
                                          {verdict, 0, 0, SECCOMP_RET_ALLOW},
                                          {verdict, 0, 0, SECCOMP_RET_TRAP}}};
    const sock_fprog program = {static_cast<unsigned short>(filter.size()), filter.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace

bool watchSystemCalls() noexcept
{
    return installHandler() && installFilter();
}

} // namespace parley::test

#else

namespace parley::test
{

bool watchSystemCalls() noexcept
{
    return false;
}

} // namespace parley::test

#endif
