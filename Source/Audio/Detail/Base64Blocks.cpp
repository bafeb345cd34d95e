// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/Base64Blocks.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <tmmintrin.h>
#endif

namespace parley::audio
{

#if defined(__x86_64__) && defined(__GNUC__)
namespace
{

/// SSSE3 and not AVX2: it leaves no upper halves of registers behind that slow down later SSE code, and decoding is not
/// what a delta costs most. The way to do it is Wojciech Muła's and Daniel Lemire's ("Faster Base64 Encoding and
/// Decoding using AVX2 Instructions", ACM TWEB 12, 2018): three look-ups by halves of a character tell whether it is of
/// the alphabet and how far its value is from its code; two multiplications put the bits together.
__attribute__((target("ssse3"))) std::size_t decodeWithSsse3(std::string_view base64, unsigned char* to) noexcept
{
    constexpr std::size_t block = 16;
    constexpr std::size_t readable = 24; // A store of 16 bytes stays within what 24 characters stand for.
    const auto faultsOfLow =
        _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
    const auto faultsOfHigh =
        _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
    const auto distances = _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    const auto order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    const auto slash = _mm_set1_epi8('/');
    std::size_t at = 0;
    for (; base64.size() - at > readable; at += block, to += block / 4 * 3)
    {
        const auto text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(base64.data() + at));
        const auto high = _mm_and_si128(_mm_srli_epi32(text, 4), slash);
        const auto low = _mm_and_si128(text, slash);
        const auto faults = _mm_and_si128(_mm_shuffle_epi8(faultsOfLow, low), _mm_shuffle_epi8(faultsOfHigh, high));
        if (_mm_movemask_epi8(_mm_cmpgt_epi8(faults, _mm_setzero_si128())) != 0)
            break;
        const auto distance = _mm_shuffle_epi8(distances, _mm_add_epi8(_mm_cmpeq_epi8(text, slash), high));
        const auto pairs = _mm_maddubs_epi16(_mm_add_epi8(text, distance), _mm_set1_epi32(0x01400140));
        const auto groups = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_shuffle_epi8(groups, order));
    }
    return at;
}

} // namespace

std::size_t decodeBase64Blocks(std::string_view base64, unsigned char* to) noexcept
{
    static const bool hasSsse3 = __builtin_cpu_supports("ssse3") != 0;
    return hasSsse3 ? decodeWithSsse3(base64, to) : 0;
}

#else

std::size_t decodeBase64Blocks(std::string_view, unsigned char*) noexcept
{
    return 0;
}

#endif

} // namespace parley::audio
