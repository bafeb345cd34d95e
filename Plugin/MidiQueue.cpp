// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MidiQueue.h"

namespace parley::plugin
{

Result<void> MidiQueue::push(const cast::MidiMessage& message)
{
    if (!open.load(std::memory_order_relaxed))
        return Error{ErrorCode::requestRejected, "The plugin's MIDI output is off: switch it on in its settings.",
                     "midi"};
    const std::lock_guard lock(producers);
    const auto place = places.write(1);
    if (place.blockSize1 + place.blockSize2 == 0)
    {
        refusals.fetch_add(1, std::memory_order_relaxed);
        return Error{ErrorCode::queueFull, "The host does not take MIDI just now: play, and try again.", "midi"};
    }
    messages[static_cast<std::size_t>(place.blockSize1 > 0 ? place.startIndex1 : place.startIndex2)] = message;
    return {};
}

bool MidiQueue::pop(cast::MidiMessage& message) noexcept
{
    const auto place = places.read(1);
    if (place.blockSize1 + place.blockSize2 == 0)
        return false;
    message = messages[static_cast<std::size_t>(place.blockSize1 > 0 ? place.startIndex1 : place.startIndex2)];
    return true;
}

} // namespace parley::plugin
