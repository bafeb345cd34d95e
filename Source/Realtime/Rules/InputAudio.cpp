// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/InputAudio.h"

#include <algorithm>

namespace parley::realtime
{

void InputAudio::keep(std::span<const std::int16_t> samples)
{
    kept.insert(kept.end(), samples.begin(), samples.end());
    if (kept.size() > earlySamples)
    {
        const auto excess = kept.size() - earlySamples;
        dropped += excess;
        kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(excess));
    }
}

std::vector<wire::ClientEvent> InputAudio::release(std::uint64_t place)
{
    std::vector<wire::ClientEvent> events;
    const auto begin = released + dropped;
    const auto count = std::min<std::uint64_t>(place - std::min(place, begin), kept.size());
    const auto all = std::span<const std::int16_t>(kept).first(static_cast<std::size_t>(count));
    for (std::size_t from = 0; from < all.size(); from += earlyMessageSamples)
    {
        const auto piece = all.subspan(from, std::min(earlyMessageSamples, all.size() - from));
        events.push_back({wire::InputAudioAppend{{piece.begin(), piece.end()}}, {}});
    }
    sinceCommit += all.size();
    released += all.size();
    kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(count));
    return events;
}

std::vector<wire::ClientEvent> InputAudio::append(std::vector<std::int16_t> samples)
{
    if (samples.empty())
        return {};
    sinceCommit += samples.size();
    return {{wire::InputAudioAppend{std::move(samples)}, {}}};
}

bool InputAudio::mayCommit()
{
    if (sinceCommit < leastCommitSamples)
        return false;
    sinceCommit = 0;
    ++awaitedEchoes;
    return true;
}

bool InputAudio::committed() noexcept
{
    if (awaitedEchoes > 0)
    {
        --awaitedEchoes;
        return false;
    }
    sinceCommit = 0;
    return true;
}

void InputAudio::commitRefused() noexcept
{
    if (awaitedEchoes > 0)
        --awaitedEchoes;
}

void InputAudio::connectionLost() noexcept
{
    sinceCommit = 0;
    awaitedEchoes = 0;
}

void InputAudio::forget()
{
    released += kept.size();
    kept.clear();
    connectionLost();
}

} // namespace parley::realtime
