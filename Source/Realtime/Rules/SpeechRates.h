// SPDX-License-Identifier: Apache-2.0
// Between the 24 kHz of this side and the telephone's 8 kHz on the wire, where the session speaks G.711. Pure.
#pragma once

#include "Audio/PlayoutStore.h"
#include "Audio/RateConverter.h"
#include "Wire/ClientEvent.h"
#include "Wire/ServerEvent.h"

#include <list>
#include <optional>
#include <string>
#include <vector>

namespace parley::realtime
{

/// The formats of both directions, as the service's echo of the session tells them.
struct SpeechFormats
{
    wire::AudioFormat input = wire::AudioFormat::pcm;
    wire::AudioFormat output = wire::AudioFormat::pcm;

    /// What the session does not say is as in `otherwise`.
    [[nodiscard]] static SpeechFormats fromSession(const wire::Json& session, const SpeechFormats& otherwise);
    [[nodiscard]] bool operator==(const SpeechFormats&) const = default;
};

/// @thread one at a time
class SpeechRates
{
public:
    /// Speech that is still being converted is given up.
    void use(const SpeechFormats& formats);
    [[nodiscard]] const SpeechFormats& formats() const noexcept { return used; }

    /// The append for these samples of 24 kHz; nothing while the filter still holds them all.
    [[nodiscard]] std::optional<wire::InputAudioAppend> toWire(std::vector<std::int16_t> samples);
    /// What the filter holds, so that before a commit as much time was sent as was given.
    [[nodiscard]] std::optional<wire::InputAudioAppend> finishInput();
    void forgetInput();

    /// The samples at 24 kHz that are ready.
    [[nodiscard]] std::vector<std::int16_t> fromWire(const audio::SpeechPart& part, std::vector<std::int16_t> samples);

    struct Rest
    {
        audio::SpeechPart part;
        std::vector<std::int16_t> samples;
    };
    /// The end of the part, so that it is as long as it was on the wire.
    [[nodiscard]] std::optional<Rest> finishOutput(const audio::SpeechPart& part);
    /// The ends of all parts of the response that were not finished.
    [[nodiscard]] std::vector<Rest> finishOutput(const std::string& responseId);

private:
    /// Parts that speak at the same time; more than a response and one beside it do not.
    static constexpr std::size_t mostParts = 8;

    struct Speaking
    {
        audio::SpeechPart part;
        audio::RateConverter converter;
    };

    SpeechFormats used;
    std::optional<audio::RateConverter> input;
    std::list<Speaking> speaking;
};

} // namespace parley::realtime
