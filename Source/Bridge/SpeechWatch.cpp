// SPDX-License-Identifier: Apache-2.0
#include "Bridge/SpeechWatch.h"

namespace parley::bridge
{
namespace
{

using realtime::LocalSpeechState;

std::size_t framesIn(std::chrono::milliseconds time)
{
    return static_cast<std::size_t>(time.count() / 10);
}

} // namespace

void SpeechWatch::use(std::chrono::milliseconds confirmation, std::chrono::milliseconds silence) noexcept
{
    framesToConfirm = framesIn(confirmation);
    framesToEnd = framesIn(silence);
}

std::optional<LocalSpeechState> SpeechWatch::judge(bool isSpeech) noexcept
{
    speech += isSpeech ? 1 : 0;
    silent = isSpeech ? 0 : silent + 1;
    if (state == State::quiet)
        return suspect(isSpeech);
    ++sinceOnset;
    if (state == State::suspected)
        return confirm(isSpeech);
    return silent >= framesToEnd ? restart() : std::nullopt;
}

std::optional<LocalSpeechState> SpeechWatch::suspect(bool isSpeech) noexcept
{
    sinceOnset = isSpeech ? sinceOnset + 1 : 0;
    speech = sinceOnset;
    if (speech < framesToSuspect)
        return std::nullopt;
    state = State::suspected;
    return LocalSpeechState::suspected;
}

std::optional<LocalSpeechState> SpeechWatch::confirm(bool isSpeech) noexcept
{
    if (!isSpeech)
        return silent > framesOfPause ? restart() : std::nullopt;
    if (speech < framesToConfirm)
        return std::nullopt;
    state = State::confirmed;
    return LocalSpeechState::confirmed;
}

std::optional<LocalSpeechState> SpeechWatch::restart() noexcept
{
    const auto before = state;
    state = State::quiet;
    speech = 0;
    silent = 0;
    sinceOnset = 0;
    if (before == State::quiet)
        return std::nullopt;
    return before == State::confirmed ? LocalSpeechState::ended : LocalSpeechState::dismissed;
}

} // namespace parley::bridge
