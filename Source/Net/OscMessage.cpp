// SPDX-License-Identifier: Apache-2.0
#include "Net/OscMessage.h"

#include <cstdlib>
#include <cstring>
#include <limits>
#include <lo/lo.h>
#include <memory>
#include <string_view>
#include <utility>

namespace parley::net
{
namespace
{

using Packet = std::span<const std::byte>;
using Messages = std::vector<OscMessage>;
using LoMessage = std::unique_ptr<void, decltype(&lo_message_free)>;

constexpr std::string_view bundleMark("#bundle\0", 8);
constexpr std::size_t bundleHeader = 16; // The mark and a time.
constexpr std::size_t wordSize = 4;

Error notOsc(const char* why)
{
    return {ErrorCode::invalidArgument, std::string("An OSC packet was not understood: ") + why, "osc"};
}

void add(lo_message message, const OscArgument& argument)
{
    if (const auto* whole = std::get_if<std::int64_t>(&argument))
    {
        if (*whole >= std::numeric_limits<std::int32_t>::min() && *whole <= std::numeric_limits<std::int32_t>::max())
            lo_message_add_int32(message, static_cast<std::int32_t>(*whole));
        else
            lo_message_add_int64(message, *whole);
    }
    else if (const auto* number = std::get_if<float>(&argument))
        lo_message_add_float(message, *number);
    else if (const auto* text = std::get_if<std::string>(&argument))
        lo_message_add_string(message, text->c_str());
    else
        std::get<bool>(argument) ? lo_message_add_true(message) : lo_message_add_false(message);
}

std::optional<OscArgument> argumentOf(char type, const lo_arg* value)
{
    switch (type)
    {
    case LO_INT32:
        return std::int64_t{value->i};
    case LO_INT64:
        return std::int64_t{value->h};
    case LO_FLOAT:
        return value->f;
    case LO_DOUBLE:
        return static_cast<float>(value->d);
    case LO_STRING:
    case LO_SYMBOL:
        return std::string(&value->s);
    case LO_TRUE:
        return true;
    case LO_FALSE:
        return false;
    default:
        return std::nullopt;
    }
}

bool isWhole(std::string_view address)
{
    return address.starts_with('/');
}

std::optional<Error> readMessage(Packet packet, Messages& into)
{
    if (into.size() == mostOscMessages)
        return notOsc("it holds more than 64 messages.");
    // liblo changes what it reads.
    std::vector<std::byte> bytes(packet.begin(), packet.end());
    const char* address = lo_get_path(bytes.data(), static_cast<ssize_t>(bytes.size()));
    int problem = 0;
    const LoMessage message(lo_message_deserialise(bytes.data(), bytes.size(), &problem), &lo_message_free);
    if (message == nullptr || address == nullptr || !isWhole(address))
        return notOsc("a message is not whole.");
    OscMessage read{address, {}};
    const char* types = lo_message_get_types(message.get());
    auto* const* values = lo_message_get_argv(message.get());
    for (int index = 0; index < lo_message_get_argc(message.get()); ++index)
    {
        auto argument = argumentOf(types[index], values[index]);
        if (!argument)
            return notOsc("an argument has a type that is not used here.");
        read.arguments.push_back(std::move(*argument));
    }
    into.push_back(std::move(read));
    return std::nullopt;
}

std::size_t sizeAt(Packet packet)
{
    std::size_t size = 0;
    for (std::size_t byte = 0; byte < wordSize; ++byte)
        size = (size << 8U) | std::to_integer<std::size_t>(packet[byte]);
    return size;
}

std::optional<Error> readPacket(Packet packet, int depth, Messages& into)
{
    if (packet.size() < wordSize || packet.size() % wordSize != 0)
        return notOsc("its length is no multiple of 4.");
    const bool isBundle =
        packet.size() >= bundleHeader && std::memcmp(packet.data(), bundleMark.data(), bundleMark.size()) == 0;
    if (!isBundle)
        return readMessage(packet, into);
    if (depth == deepestOscBundle)
        return notOsc("its bundles are too deep.");
    for (packet = packet.subspan(bundleHeader); !packet.empty();)
    {
        const auto size = sizeAt(packet);
        packet = packet.subspan(wordSize);
        if (size > packet.size())
            return notOsc("a bundle is not whole.");
        if (auto problem = readPacket(packet.first(size), depth + 1, into))
            return problem;
        packet = packet.subspan(size);
    }
    return std::nullopt;
}

} // namespace

std::optional<double> OscMessage::number(std::size_t index) const
{
    if (index >= arguments.size())
        return std::nullopt;
    const auto& argument = arguments[index];
    if (const auto* whole = std::get_if<std::int64_t>(&argument))
        return static_cast<double>(*whole);
    if (const auto* single = std::get_if<float>(&argument))
        return *single;
    if (const auto* isOn = std::get_if<bool>(&argument))
        return *isOn ? 1.0 : 0.0;
    return std::nullopt;
}

const std::string* OscMessage::text(std::size_t index) const
{
    return index < arguments.size() ? std::get_if<std::string>(&arguments[index]) : nullptr;
}

std::vector<std::byte> encodeOsc(const OscMessage& message)
{
    const LoMessage built(lo_message_new(), &lo_message_free);
    for (const auto& argument : message.arguments)
        add(built.get(), argument);
    std::vector<std::byte> packet(lo_message_length(built.get(), message.address.c_str()));
    lo_message_serialise(built.get(), message.address.c_str(), packet.data(), nullptr);
    return packet;
}

Result<std::vector<OscMessage>> decodeOsc(std::span<const std::byte> packet)
{
    if (packet.size() > largestOscPacket)
        return notOsc("it is too large.");
    Messages messages;
    if (const auto problem = readPacket(packet, 0, messages))
        return *problem;
    return messages;
}

} // namespace parley::net
