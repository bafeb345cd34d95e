// SPDX-License-Identifier: Apache-2.0
// Numbers too small to hear are zero within this scope: computing with them can cost a hundred times as much.
#pragma once

#if defined(__SSE2__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

#include <cstdint>

namespace parley::audio
{

/// Flushes to zero what comes out and, on x86, what goes in; the thread's mode is restored at the end. Nothing on
/// processors other than x86 and 64-bit ARM.
/// @thread any
class NoDenormals
{
public:
    NoDenormals() noexcept
        : before(read())
    {
        write(before | flushing);
    }
    ~NoDenormals() { write(before); }
    NoDenormals(const NoDenormals&) = delete;
    NoDenormals& operator=(const NoDenormals&) = delete;

private:
#if defined(__SSE2__) || defined(_M_X64)
    using Mode = unsigned int;
    static constexpr Mode flushing = 0x8040; ///< MXCSR: flush to zero (bit 15), denormals are zero (bit 6).
    static Mode read() noexcept
    {
        return _mm_getcsr();
    }
    static void write(Mode mode) noexcept
    {
        _mm_setcsr(mode);
    }
#elif defined(__aarch64__)
    using Mode = std::uint64_t;
    static constexpr Mode flushing = Mode{1} << 24; ///< FPCR.FZ, for both ways.
    static Mode read() noexcept
    {
        Mode mode = 0;
        asm volatile("mrs %0, fpcr" : "=r"(mode));
        return mode;
    }
    static void write(Mode mode) noexcept
    {
        asm volatile("msr fpcr, %0" : : "r"(mode));
    }
#else
    using Mode = unsigned int;
    static constexpr Mode flushing = 0;
    static Mode read() noexcept
    {
        return 0;
    }
    static void write(Mode) noexcept {}
#endif

    Mode before;
};

} // namespace parley::audio
