// SPDX-License-Identifier: Apache-2.0
#include "Net/SseReader.h"

#include <utility>

namespace parley::net
{

std::vector<ServerSentEvent> SseReader::read(std::string_view bytes)
{
    std::vector<ServerSentEvent> events;
    for (const char byte : bytes)
    {
        if (broken)
            break;
        if (byte == '\n' && std::exchange(isAfterReturn, false))
            continue;
        isAfterReturn = byte == '\r';
        if (byte == '\r' || byte == '\n')
            endLine(events);
        else
            line.push_back(byte);
        broken = line.size() + data.size() > mostEventBytes;
    }
    return events;
}

void SseReader::endLine(std::vector<ServerSentEvent>& events)
{
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    auto whole = std::exchange(line, {});
    if (std::exchange(isAtStart, false) && whole.starts_with(byteOrderMark))
        whole.erase(0, byteOrderMark.size());
    if (whole.empty())
    {
        if (std::exchange(hasData, false))
            events.push_back({std::move(name), std::move(data)});
        name.clear();
        data.clear();
        return;
    }
    const std::string_view text = whole;
    const auto colon = text.find(':');
    auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    takeField(text.substr(0, colon), value);
}

void SseReader::takeField(std::string_view field, std::string_view value)
{
    if (field == "event")
        name = value;
    if (field != "data")
        return;
    if (std::exchange(hasData, true))
        data.push_back('\n');
    data += value;
}

} // namespace parley::net
