// SPDX-License-Identifier: Apache-2.0
// Which addresses lie in the public internet.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace parley::net
{

/// False for loopback, private, shared, link-local, unique-local, multicast, reserved and unspecified addresses (IANA's
/// special-purpose registries, RFC 6890), also where an IPv6 address carries such an IPv4 address.
/// @thread any
[[nodiscard]] bool isPublicAddress(const boost::asio::ip::address& address);

} // namespace parley::net
