// SPDX-License-Identifier: Apache-2.0
#include "Net/OscMessage.h"

#include <catch2/catch.hpp>

#include <random>
#include <string_view>

using namespace parley;
using namespace parley::net;

namespace
{

std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return {first, first + text.size()};
}

void append(std::vector<std::byte>& to, const std::vector<std::byte>& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

std::vector<std::byte> bundleOf(const std::vector<std::vector<std::byte>>& parts)
{
    auto bundle = bytesOf(std::string_view("#bundle\0\0\0\0\0\0\0\0\1", 16));
    for (const auto& part : parts)
    {
        const auto size = part.size();
        append(bundle, {std::byte{0}, std::byte{0}, std::byte(size >> 8U), std::byte(size & 255U)});
        append(bundle, part);
    }
    return bundle;
}

} // namespace

TEST_CASE("an OSC message has the bytes that the specification gives as its example")
{
    const OscMessage message{"/oscillator/4/frequency", {440.0F}};
    CHECK(encodeOsc(message) == bytesOf(std::string_view("/oscillator/4/frequency\0,f\0\0\x43\xdc\0\0", 32)));
    CHECK(encodeOsc({"/go", {}}) == bytesOf(std::string_view("/go\0,\0\0\0", 8)));
}

TEST_CASE("what is sent as OSC is what arrives")
{
    const OscMessage message{
        "/parley/all",
        {std::int64_t{-7}, std::int64_t{1} << 40, 0.25F, std::string("Grüße"), std::string(), true, false}};
    const auto read = decodeOsc(encodeOsc(message));
    REQUIRE(read);
    REQUIRE(read.value().size() == 1);
    CHECK(read.value()[0] == message);
    CHECK(message.number(0) == -7.0);
    CHECK(message.number(5) == 1.0);
    CHECK_FALSE(message.number(3));
    CHECK_FALSE(message.number(9));
    REQUIRE(message.text(3) != nullptr);
    CHECK(message.text(2) == nullptr);
}

TEST_CASE("the messages of a bundle come in their order, also of bundles in it")
{
    const auto inner = bundleOf({encodeOsc({"/b", {}}), encodeOsc({"/c", {std::int64_t{3}}})});
    const auto read = decodeOsc(bundleOf({encodeOsc({"/a", {}}), inner}));
    REQUIRE(read);
    REQUIRE(read.value().size() == 3);
    CHECK(read.value()[2] == OscMessage{"/c", {std::int64_t{3}}});
    CHECK(decodeOsc(bundleOf({})).value().empty());
}

TEST_CASE("a packet that is not whole, too deep, too long or of foreign types is refused")
{
    auto deep = encodeOsc({"/a", {}});
    for (int level = 0; level <= deepestOscBundle; ++level)
        deep = bundleOf({deep});
    CHECK_FALSE(decodeOsc(deep));
    CHECK_FALSE(decodeOsc(bundleOf(std::vector(mostOscMessages + 1, encodeOsc({"/a", {}})))));
    CHECK_FALSE(decodeOsc(std::vector<std::byte>(largestOscPacket + 1)));
    for (const auto text :
         {std::string_view("", 0), std::string_view("/a\0", 3), std::string_view("abcd", 4),
          std::string_view("/abc", 4), std::string_view("/a\0\0,i\0\0", 8), std::string_view("/a\0\0,s\0\0abcd", 12),
          std::string_view("a\0\0\0,\0\0\0", 8), std::string_view("/a\0\0,b\0\0\0\0\0\4abcd", 16),
          std::string_view("/a\0\0,[]\0", 8), std::string_view("#bundle\0\0\0\0\0\0\0\0\1\0\0\0\x40", 20)})
        CHECK_FALSE(decodeOsc(bytesOf(text)));
}

TEST_CASE("no bytes whatever harm the reader")
{
    std::mt19937 random(7);
    const auto sample = bundleOf({encodeOsc({"/a/b", {std::int64_t{1}, 0.5F, std::string("text"), true}}),
                                  bundleOf({encodeOsc({"/c", {std::string("more")}})})});
    std::size_t understood = 0;
    for (int round = 0; round < 20000; ++round)
    {
        auto packet = sample;
        packet.resize(random() % (packet.size() + 1));
        for (auto changes = random() % 4; changes > 0 && !packet.empty(); --changes)
            packet[random() % packet.size()] = std::byte(random() & 255U);
        understood += decodeOsc(packet) ? 1 : 0;
    }
    CHECK(understood > 0);
}
