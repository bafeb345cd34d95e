// SPDX-License-Identifier: Apache-2.0
#include "HeardAnswer.h"

#include "Audio/Pcm16.h"
#include "Audio/PlayoutFifo.h"
#include "Audio/Resampler.h"
#include "ReferenceResampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace parley::listening
{
namespace
{

using Signal = std::span<const float>;

/// Less cannot be told from any other piece of a voice, whose first words begin softly.
constexpr double shortestComparedMs = 100;

constexpr float step16 = 1.0F / 32768.0F;
constexpr float inaudible = 1.5F * step16;

bool isAudible(float sample)
{
    return std::abs(sample) > inaudible;
}

std::size_t framesOf(double ms, int rate)
{
    return static_cast<std::size_t>(ms * rate / 1000);
}

Signal part(Signal signal, std::size_t from, std::size_t count)
{
    from = std::min(from, signal.size());
    return signal.subspan(from, std::min(count, signal.size() - from));
}

/// Where `wanted` lies in `reply`, at most `before` frames ahead of the guess and `after` behind it, by the least
/// squared difference.
std::size_t bestPosition(Signal reply, Signal wanted, std::size_t guess, std::size_t before, std::size_t after,
                         std::size_t stride)
{
    auto best = guess;
    auto smallest = std::numeric_limits<double>::max();
    const auto look = [&](std::size_t position)
    {
        double sum = 0;
        for (std::size_t i = 0; i < wanted.size() && sum < smallest; i += stride)
        {
            const auto at = position + i;
            const auto difference = static_cast<double>((at < reply.size() ? reply[at] : 0.0F) - wanted[i]);
            sum += difference * difference;
        }
        if (sum < smallest)
        {
            smallest = sum;
            best = position;
        }
    };
    // A good guess makes all others short: their sum soon passes that of the guess.
    look(guess);
    for (auto position = guess - std::min(guess, before); position <= guess + after; ++position)
        look(position);
    return best;
}

double residual(Signal heard, Signal wanted)
{
    double difference = 0;
    double power = 0;
    for (std::size_t i = 0; i < std::min(heard.size(), wanted.size()); ++i)
    {
        difference += std::pow(static_cast<double>(heard[i] - wanted[i]), 2);
        power += std::pow(static_cast<double>(wanted[i]), 2);
    }
    constexpr double least = 1e-20;
    return 10 * std::log10(std::max(difference, least) / std::max(power, least));
}

struct Sent
{
    std::vector<float> voice;  ///< At the wire's rate.
    std::vector<float> atHost; ///< At the host's, by the product's resampler.
};

Result<Sent> prepare(std::span<const std::int16_t> samples, int rate)
{
    auto resampler = audio::Resampler::create(audio::wireSampleRate, rate);
    if (!resampler)
        return resampler.error();
    Sent sent;
    sent.voice.resize(samples.size());
    audio::pcm16ToFloat(samples, sent.voice);
    resampler.value().process(sent.voice, sent.atHost);
    resampler.value().finish(sent.atHost);
    return sent;
}

/// One past the last frame that sounds before 10 ms in which the reply is silent and the sent voice is not.
std::size_t heardUntil(Signal reply, Signal wanted, std::size_t begin, int rate)
{
    std::size_t silentButSent = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        const bool sounds = begin + i < reply.size() && reply[begin + i] != 0.0F;
        const bool isLost = !sounds && isAudible(wanted[i]);
        silentButSent = sounds ? 0 : silentButSent + (isLost ? 1 : 0);
        if (silentButSent > framesOf(10, rate))
            return end;
        if (!isLost && silentButSent == 0)
            end = i + 1;
    }
    return end;
}

/// In the band that both rates carry undamped, so that the slopes of two resamplers do not count as a difference.
double referenceResidual(Signal heard, Signal voice, int rate)
{
    const double common = 0.75 * std::min(rate, audio::wireSampleRate);
    const auto mine = resampledByReference(heard, rate, common);
    const auto theirs = resampledByReference(voice, audio::wireSampleRate, common);
    const auto edge = static_cast<std::size_t>(0.015 * common);
    const auto frames = std::min(mine.size(), theirs.size());
    if (frames <= 2 * edge)
        return 0;
    return residual(part(mine, edge, frames - 2 * edge), part(theirs, edge, frames - 2 * edge));
}

float stepAt(Signal signal, std::size_t at)
{
    const auto value = [&](std::size_t i) { return i < signal.size() ? signal[i] : 0.0F; };
    return std::abs(value(at) - (at > 0 ? value(at - 1) : 0.0F));
}

/// A step may be as large as the sent voice's own within 1 ms, and what a fade over 5 ms adds; rounding to 16 bits too.
void countClicks(Signal reply, Signal wanted, int rate, HeardAnswer& heard)
{
    const auto reach = std::max<std::size_t>(1, framesOf(1, rate));
    const auto fade = static_cast<float>(framesOf(5, rate));
    const auto tail = framesOf(15, rate);
    const auto peakAround = [&](std::size_t i, auto&& measure)
    {
        float most = 0;
        for (auto j = i - std::min(i, reach); j <= i + reach; ++j)
            most = std::max(most, measure(j));
        return most;
    };
    for (std::size_t i = 0; i < heard.end - heard.begin + tail && heard.begin + i < reply.size(); ++i)
    {
        const auto step = stepAt(reply, heard.begin + i);
        const auto sentStep = peakAround(i, [&](std::size_t j) { return stepAt(wanted, j); });
        const auto level = peakAround(std::min(i, wanted.size()),
                                      [&](std::size_t j) { return j < wanted.size() ? std::abs(wanted[j]) : 0.0F; });
        heard.largestStep = std::max(heard.largestStep, static_cast<double>(step));
        heard.largestSentStep = std::max(heard.largestSentStep, static_cast<double>(stepAt(wanted, i)));
        if (step > 1.05F * sentStep + 1.5F * level / fade + 2 * step16)
            ++heard.clicks;
    }
}

std::optional<std::size_t> firstSound(Signal reply, std::size_t from)
{
    for (auto i = from; i < reply.size(); ++i)
        if (reply[i] != 0.0F)
            return i;
    return std::nullopt;
}

/// How many frames sound from `begin` on, before 50 ms of exact silence.
std::size_t soundingRun(Signal reply, std::size_t begin, int rate)
{
    const auto pause = framesOf(50, rate);
    std::size_t last = begin;
    for (auto i = begin; i < reply.size() && i - last <= pause; ++i)
        if (reply[i] != 0.0F)
            last = i;
    return last + 1 - begin;
}

std::size_t strideFor(int rate, int enoughRate)
{
    return static_cast<std::size_t>(std::max(1, rate / enoughRate));
}

/// Where the answer's first frame lies, told by its first words.
std::size_t findBegin(Signal reply, Signal wanted, std::size_t firstSound, int rate)
{
    const auto quiet = static_cast<std::size_t>(std::ranges::find_if(wanted, isAudible) - wanted.begin());
    const auto guess = firstSound - std::min(firstSound, quiet);
    const auto reach = framesOf(100, rate);
    return bestPosition(reply, part(wanted, 0, framesOf(700, rate)), guess, reach, reach, strideFor(rate, 16000));
}

/// Looks for the answer's last words. Found, it was heard out, and what was lost before them moved them ahead.
void findEnd(Signal reply, Signal wanted, int rate, HeardAnswer& heard)
{
    const auto window = std::min(wanted.size(), framesOf(500, rate));
    const auto start = wanted.size() - window;
    const auto expected = heard.begin + start;
    const auto found = bestPosition(reply, wanted.subspan(start), expected, std::min(start, framesOf(1500, rate)),
                                    framesOf(500, rate), strideFor(rate, 8000));
    constexpr double sameVoiceDb = -10;
    heard.wasHeardOut = residual(part(reply, found, window), wanted.subspan(start)) < sameVoiceDb;
    heard.end = heard.wasHeardOut ? std::min(found + window, reply.size())
                                  : heard.begin + heardUntil(reply, wanted, heard.begin, rate);
    if (heard.wasHeardOut)
        heard.missingMs = (static_cast<double>(expected) - static_cast<double>(found)) * 1000 / rate;
}

/// The fade-in changes the first 5 ms; an interruption's fade the last 10.
void compareVoices(Signal reply, const Sent& sent, int rate, HeardAnswer& heard)
{
    const auto fadeIn = framesOf(6, rate);
    const auto fadeOut = heard.wasHeardOut ? 0 : framesOf(15, rate);
    const auto frames = heard.end - heard.begin;
    const auto steady = frames - std::min(frames, fadeOut);
    const auto compared = steady - std::min(steady, fadeIn);
    heard.hostResidualDb = residual(part(reply, heard.begin + fadeIn, compared), part(sent.atHost, fadeIn, compared));
    const auto samples = static_cast<std::size_t>(static_cast<double>(steady) * audio::wireSampleRate / rate);
    heard.residualDb = referenceResidual(part(reply, heard.begin, steady), part(sent.voice, 0, samples), rate);
}

} // namespace

Result<HeardAnswer> findAnswer(Signal reply, int rate, std::size_t from, std::span<const std::int16_t> samples)
{
    const auto sent = prepare(samples, rate);
    if (!sent)
        return sent.error();
    const Signal wanted = sent.value().atHost;
    const auto first = firstSound(reply, from);
    if (!first)
        return Error{ErrorCode::invalidArgument, "The answer does not sound: nothing follows in the reply.", "listen"};

    HeardAnswer heard;
    heard.sentMs = static_cast<double>(samples.size()) * 1000 / audio::wireSampleRate;
    const auto run = soundingRun(reply, *first, rate);
    heard.isFragment = run < std::min(framesOf(shortestComparedMs, rate), wanted.size() / 2);
    if (heard.isFragment)
    {
        heard.begin = *first;
        heard.end = *first + run;
        heard.heardMs = static_cast<double>(run) * 1000 / rate;
        return heard;
    }
    heard.begin = findBegin(reply, wanted, *first, rate);
    findEnd(reply, wanted, rate, heard);
    heard.heardMs = static_cast<double>(heard.end - heard.begin) * 1000 / rate;
    compareVoices(reply, sent.value(), rate, heard);
    countClicks(reply, wanted, rate, heard);
    return heard;
}

std::size_t soundOutside(Signal reply, int rate, std::span<const HeardAnswer> answers)
{
    const auto decay = framesOf(static_cast<double>(audio::PlayoutFifo::decayTime.count()), rate) + 1;
    std::size_t sounding = 0;
    for (std::size_t i = 0; i < reply.size(); ++i)
    {
        const bool isInside = std::ranges::any_of(answers, [&](const auto& answer)
                                                  { return i >= answer.begin && i < answer.end + decay; });
        sounding += !isInside && reply[i] != 0.0F ? 1 : 0;
    }
    return sounding;
}

} // namespace parley::listening
