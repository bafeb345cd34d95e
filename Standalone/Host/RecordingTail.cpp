// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecordingTail.h"

#include <array>
#include <utility>

namespace parley::host
{

RecordingTail::RecordingTail(std::filesystem::path recording)
    : file(std::move(recording))
{
}

std::vector<RecordedEvent> RecordingTail::poll()
{
    std::vector<RecordedEvent> events;
    if (!stream.is_open())
        stream.open(file, std::ios::binary);
    if (!stream.is_open())
        return events;
    std::array<char, 65536> chunk{};
    do
    {
        stream.clear(); // The end of the file was only its end at the last look.
        stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        pending.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
        takeLines(events);
    } while (stream.gcount() == static_cast<std::streamsize>(chunk.size()));
    return events;
}

void RecordingTail::takeLines(std::vector<RecordedEvent>& events)
{
    std::size_t begin = 0;
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin))
    {
        auto event = parseRecordedEvent(std::string_view(pending).substr(begin, end - begin));
        if (event)
            events.push_back(std::move(event).value());
        else
            ++unreadable;
        begin = end + 1;
    }
    pending.erase(0, begin);
}

} // namespace parley::host
