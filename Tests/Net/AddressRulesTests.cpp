// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/AddressRules.h"

#include <catch2/catch.hpp>

using namespace parley::net;

TEST_CASE("addresses outside the public internet are told apart, also inside IPv6 ones")
{
    for (const auto* text : {"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.168.1.1",
                             "198.18.0.1",
                             "224.0.0.1",
                             "239.255.255.250",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::ffff:10.0.0.1",
                             "::ffff:127.0.0.1",
                             "::7f00:1",
                             "fe80::1",
                             "fec0::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "ff02::1",
                             "64:ff9b::a00:1",
                             "64:ff9b:1::1",
                             "2002:a00:1::1",
                             "2001:0:a00:1::1",
                             "2001:db8::1",
                             "100::1",
                             "fe80::1%lo"})
    {
        INFO(text);
        CHECK_FALSE(isPublicAddress(boost::asio::ip::make_address(text)));
    }
    for (const auto* text :
         {"1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1",
          "198.20.0.1", "223.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"})
    {
        INFO(text);
        CHECK(isPublicAddress(boost::asio::ip::make_address(text)));
    }
}
