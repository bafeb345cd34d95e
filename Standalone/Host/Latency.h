// SPDX-License-Identifier: GPL-3.0-or-later
// How long the conversation's ways took: measured in the sound, and as the plugin tells it.
#pragma once

#include "RecordedEvent.h"
#include "Take.h"
#include "Turn.h"

#include <optional>
#include <span>
#include <vector>

namespace parley::host
{

struct Spread
{
    int count = 0;
    double medianMs = 0;
    double maxMs = 0;
};

/// Nothing of no values.
[[nodiscard]] std::optional<Spread> spreadOf(std::vector<double> values);

/// Of all the values that the spreads were made of. The median is that of the medians, each as often as it counts.
[[nodiscard]] std::optional<Spread> together(std::vector<Spread> spreads);

/// One answer as it was heard: the last frame of the user's speech and the first audible frame after it.
struct HeardAnswer
{
    double endOfSpeechMs = 0;
    double firstAudibleMs = 0;
    std::optional<double> firstWordMs; ///< Where the voice itself begins (see SpeechActivity), after breath and noise.

    [[nodiscard]] double latencyMs() const { return firstAudibleMs - endOfSpeechMs; }
};

/// Narrows the turns of the user, which span padding and the silence that ended them, to the speech in the input (see
/// SpeechActivity); a turn without any keeps its times.
/// Times are of the take's axis.
void narrowToSpeech(std::vector<Turn>& turns, const Take& take);

/// One for each turn of the user that was answered before the next one began. Where the service marked no turns, the
/// whole input counts as one. Turns as `narrowToSpeech` left them.
[[nodiscard]] std::vector<HeardAnswer> heardAnswers(std::span<const Turn> turns, const Take& take);

struct Latency
{
    std::vector<HeardAnswer> answers;
    std::optional<Spread> endOfSpeechToAudible;
    std::optional<Spread> endOfSpeechToWord;
    std::optional<Spread> captureToWire; ///< As the plugin counts it, all turns together.
    std::optional<Spread> wireToOutput;  ///< First sound of each response on the wire, to the host's output.
};

[[nodiscard]] Latency measureLatency(std::span<const Turn> turns, const Take& take,
                                     std::span<const RecordedEvent> events);

} // namespace parley::host
