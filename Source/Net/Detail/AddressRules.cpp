// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/AddressRules.h"

#include <algorithm>
#include <array>
#include <optional>

namespace parley::net
{
namespace
{

namespace ip = boost::asio::ip;

struct Range
{
    std::uint32_t first;
    unsigned prefixBits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c = 0)
{
    return a << 24U | b << 16U | c << 8U;
}

constexpr std::array<Range, 14> notPublic{{{v4(0, 0), 8},
                                           {v4(10, 0), 8},
                                           {v4(100, 64), 10},
                                           {v4(127, 0), 8},
                                           {v4(169, 254), 16},
                                           {v4(172, 16), 12},
                                           {v4(192, 0, 0), 24},
                                           {v4(192, 0, 2), 24},
                                           {v4(192, 168), 16},
                                           {v4(198, 18), 15},
                                           {v4(198, 51, 100), 24},
                                           {v4(203, 0, 113), 24},
                                           {v4(224, 0), 4},
                                           {v4(240, 0), 4}}};

bool isPublic(std::uint32_t address)
{
    return std::none_of(notPublic.begin(), notPublic.end(),
                        [&](const Range& range) { return (address ^ range.first) >> (32U - range.prefixBits) == 0; });
}

std::uint32_t v4At(const ip::address_v6::bytes_type& bytes, std::size_t offset)
{
    return static_cast<std::uint32_t>(bytes[offset]) << 24U | static_cast<std::uint32_t>(bytes[offset + 1]) << 16U |
           static_cast<std::uint32_t>(bytes[offset + 2]) << 8U | static_cast<std::uint32_t>(bytes[offset + 3]);
}

/// The IPv4 address that a transition mechanism puts into an IPv6 one: mapped and compatible (RFC 4291, 2.5.5), NAT64
/// (RFC 6052), 6to4 (RFC 3056).
std::optional<std::uint32_t> embeddedV4(const ip::address_v6::bytes_type& bytes)
{
    const bool isZeroTo10 = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; });
    if (isZeroTo10 && ((bytes[10] == 0xFF && bytes[11] == 0xFF) || (bytes[10] == 0 && bytes[11] == 0)))
        return v4At(bytes, 12);
    constexpr std::array<unsigned char, 12> nat64{0, 0x64, 0xFF, 0x9B};
    if (std::equal(nat64.begin(), nat64.end(), bytes.begin()))
        return v4At(bytes, 12);
    if (bytes[0] == 0x20 && bytes[1] == 0x02)
        return v4At(bytes, 2);
    return std::nullopt;
}

} // namespace

bool isPublicAddress(const ip::address& address)
{
    if (address.is_v4())
        return isPublic(address.to_v4().to_uint());
    const auto bytes = address.to_v6().to_bytes();
    if (const auto inside = embeddedV4(bytes))
        return isPublic(*inside);
    // Only 2000::/3 is handed out for the public internet; of it, Teredo (RFC 4380) hides an IPv4 address, and
    // 2001:db8::/32 is for examples.
    const bool isTeredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    const bool isExample = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;
    return (bytes[0] & 0xE0U) == 0x20U && !isTeredo && !isExample;
}

} // namespace parley::net
