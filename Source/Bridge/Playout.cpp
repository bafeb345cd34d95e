// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Playout.h"

#include "Audio/Pcm16.h"
#include "Base/Log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::bridge
{
namespace
{

/// 20 ms of the wire's samples are resampled at a time.
constexpr std::size_t pieceSamples = 480;

/// Interrupted responses that are remembered.
constexpr std::size_t mostInterrupted = 64;

std::uint64_t framesOf(std::chrono::milliseconds duration, int rate)
{
    return static_cast<std::uint64_t>(duration.count()) * static_cast<std::uint64_t>(rate) / 1000;
}

std::chrono::nanoseconds durationOf(int frames, int rate)
{
    return std::chrono::nanoseconds(1'000'000'000LL * frames / std::max(rate, 1));
}

} // namespace

Playout::Playout(audio::PlayoutFifo& to, Listener reports)
    : fifo(to)
    , listener(std::move(reports))
    , samples(pieceSamples)
    , floats(pieceSamples)
{
}

void Playout::setPrebuffer(const PrebufferSettings& settings)
{
    wantedAhead.set(settings);
}

bool Playout::speech(const audio::SpeechPart& part, std::span<const std::int16_t> arrived)
{
    if (std::find(interrupted.begin(), interrupted.end(), part.responseId) != interrupted.end())
    {
        late.fetch_add(arrived.size());
        return true;
    }
    const auto token = store.append(part, arrived);
    if (!token)
        return false;
    firstArrival.try_emplace(part.responseId, std::chrono::steady_clock::now());
    responseOf.try_emplace(*token, part.responseId);
    // An answer that begins does not wait for the pump. The rest does: others may be about to begin.
    if (resampler)
        fill(hostBlock, atOnce);
    return true;
}

void Playout::speechComplete(const std::string& responseId)
{
    store.completeResponse(responseId);
    // Its last sound and the mark of its end do not wait either: the fifo may be about to run dry.
    if (resampler)
        fill(hostBlock, atOnce);
}

void Playout::interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled)
{
    Settlement settlement;
    for (const auto token : store.parts())
    {
        const auto& part = *store.part(token);
        settlement.parts.push_back({token, part, store.received(token)});
        if (interrupted.empty() || interrupted.back() != part.responseId)
            interrupted.push_back(part.responseId);
    }
    while (interrupted.size() > mostInterrupted)
        interrupted.pop_front();
    settlement.boundary = fifo.pushedFrames();
    settlement.settled = std::move(settled);
    settlements.push_back(std::move(settlement));
    fifo.interrupt();
    store.clear();
    captions.clear();
    levels.clear();
    firstArrival.clear();
    current.reset();
    isFlowing = false;
    isDry = false;
}

bool Playout::isBusy() const
{
    return current || position < fifo.pushedFrames() || isSettling() || store.unreadInAll() > 0;
}

void Playout::pump(int hostRate, int largestBlock, Time now)
{
    hostBlock = largestBlock;
    takeReports();
    settle(now, std::max<Time::duration>(settleDeadline, 2 * durationOf(largestBlock, hostRate)));
    if (hostRate != rate)
        changeRate(hostRate);
    if (resampler)
        fill(largestBlock, lead);
    finishUnmarked();
    tellCaptions();
    tellLevel();
}

void Playout::takeReports()
{
    // The position first: then every cut below it is among the reports.
    const auto reached = fifo.position();
    audio::PlayoutReport report;
    std::vector<audio::PlayoutReport> reports;
    while (fifo.popReport(report))
    {
        if (report.kind == audio::PlayoutReport::Kind::cut)
            account.cut(report.position, report.resumedAt);
        reports.push_back(report);
    }
    position = std::max(position, reached);
    account.reached(position);
    for (const auto& one : reports)
        onReport(one);
}

void Playout::onReport(const audio::PlayoutReport& report)
{
    using Kind = audio::PlayoutReport::Kind;
    const auto response = responseOf.find(report.token);
    if (response == responseOf.end())
        return;
    const auto responseId = response->second;
    const auto arrival = firstArrival.find(responseId);
    if (report.kind == Kind::started && arrival != firstArrival.end() && listener.onStarted)
        listener.onStarted(responseId,
                           std::chrono::duration_cast<std::chrono::microseconds>(report.at - arrival->second));
    if (report.kind == Kind::audible && std::exchange(audibleResponse, responseId) != responseId && listener.onAudible)
        listener.onAudible(responseId, report.at);
    if (report.kind == Kind::finished)
        finish(responseId);
}

void Playout::finish(std::string responseId)
{
    tellCaptions();
    for (const auto token : store.parts())
        if (const auto* part = store.part(token); part != nullptr && part->responseId == responseId)
        {
            store.forget(token);
            account.forget(token);
        }
    firstArrival.erase(responseId);
    std::erase_if(responseOf, [&](const auto& entry) { return entry.second == responseId; });
    isDry = false;
    if (listener.onFinished)
        listener.onFinished(responseId);
}

/// A response whose completion came when all of it had been heard already, and whose part a change of the rate had
/// closed, has no frame left to carry the mark of its end.
void Playout::finishUnmarked()
{
    if (current || position < fifo.pushedFrames() || store.readable())
        return;
    for (auto rest = store.parts(); !rest.empty(); rest = store.parts())
        finish(store.part(rest.front())->responseId);
}

void Playout::settle(Time now, Time::duration patience)
{
    while (!settlements.empty())
    {
        auto& settlement = settlements.front();
        if (!settlement.due)
            settlement.due = now + patience;
        if (position < settlement.boundary && now < *settlement.due)
            return;
        std::vector<realtime::HeardSpeech> heard;
        for (const auto& one : settlement.parts)
            heard.push_back({one.part, std::min(account.heardSamples(one.token), one.received), one.received});
        for (const auto& one : settlement.parts)
        {
            responseOf.erase(one.token);
            account.forget(one.token);
        }
        const auto settled = std::move(settlement.settled);
        settlements.pop_front();
        if (settled)
            settled(std::move(heard));
    }
}

void Playout::changeRate(int newRate)
{
    auto made = audio::Resampler::create(audio::wireSampleRate, newRate);
    if (!made)
    {
        log(LogLevel::error, made.error().describe());
        return;
    }
    resampler = std::move(made).value();
    rate = newRate;
    current.reset();
    levels.clear();
    // What waits in the fifo was made for the old rate and is cut there, also when that rate comes back before the host
    // called; it is rendered again from what was heard.
    fifo.interrupt();
    for (const auto token : store.parts())
    {
        const auto heard = static_cast<std::size_t>(account.heardSamples(token));
        if (heard < store.cursor(token))
            store.rewind(token, std::min(heard, store.received(token)));
    }
}

bool Playout::hasBegun(std::uint32_t token) const
{
    return store.cursor(token) > 0 || !store.isFirstOfResponse(token);
}

std::uint64_t Playout::framesAhead() const
{
    return fifo.pushedFrames() - std::min(position, fifo.pushedFrames());
}

bool Playout::isPrebuffered(int largestBlock) const
{
    const auto token = current ? current : store.readable();
    if (!token)
        return false;
    const auto block = static_cast<std::uint64_t>(largestBlock) + framesOf(longestPumpInterval, rate);
    const auto wanted = std::max(framesOf(wantedAhead.wanted(), rate), block);
    const auto unread = store.unreadInAll() * static_cast<std::uint64_t>(rate) / audio::wireSampleRate;
    return unread >= wanted || store.isResponseComplete(*token);
}

/// An answer that ran dry waits for its prebuffer again, which grows if the answer goes on.
void Playout::noteDrySpell()
{
    if (std::exchange(knownUnderruns, fifo.underruns()) != knownUnderruns)
    {
        isFlowing = false;
        isDry = true;
    }
    const auto token = current ? current : store.readable();
    if (!isDry || !token || store.unread(*token) == 0)
        return;
    isDry = false;
    if (hasBegun(*token))
        wantedAhead.underrun();
}

void Playout::fill(int largestBlock, std::chrono::milliseconds ahead)
{
    const auto twice = 2 * (static_cast<std::uint64_t>(largestBlock) + framesOf(longestPumpInterval, rate));
    const auto wanted = std::max(framesOf(ahead, rate), twice);
    const auto target = std::min<std::uint64_t>(wanted, audio::PlayoutFifo::frameCapacity * 3 / 4);
    noteDrySpell();
    if (!isFlowing)
        isFlowing = isPrebuffered(largestBlock);
    while (isFlowing && framesAhead() < target)
    {
        if (!current && !beginPart(largestBlock))
            break;
        frames.clear();
        const auto count = store.read(*current, samples);
        const bool isEnd = count == 0 && store.isReadToEnd(*current);
        if (count == 0 && !isEnd)
            break;
        // What was heard is never rendered again.
        store.letGo(*current, static_cast<std::size_t>(account.heardSamples(*current)));
        audio::pcm16ToFloat(std::span(samples).first(count), std::span(floats).first(count));
        resampler->process(std::span(floats).first(count), frames);
        if (isEnd)
            resampler->finish(frames);
        pushPart(isEnd);
    }
    // Once the fifo has run dry, the next sound waits for its prebuffer again.
    if (framesAhead() == 0 && store.unreadInAll() == 0)
        isFlowing = false;
}

bool Playout::beginPart(int largestBlock)
{
    const auto next = store.readable();
    if (!next)
        return false;
    // What is left of the answer before is no prebuffer of this one.
    isFlowing = hasBegun(*next) || isPrebuffered(largestBlock);
    if (!isFlowing)
        return false;
    // Another answer did not run dry.
    isDry = isDry && hasBegun(*next);
    current = next;
    resampler->reset();
    currentSampleBase = store.cursor(*current);
    currentFrameOffset = 0;
    currentIsNew = currentSampleBase == 0 && store.isFirstOfResponse(*current);
    awaitsAudible = store.part(*current)->responseId != audibleResponse;
    return true;
}

/// What was resampled goes into the fifo, in two segments where the first audible frame is in it.
void Playout::pushPart(bool isEnd)
{
    const bool endsResponse = isEnd && store.isLastOfResponse(*current);
    const auto all = std::span<const float>(frames);
    const auto isLoud = [](float frame) { return std::abs(frame) > audibleAbove; };
    const auto loud = awaitsAudible ? std::find_if(all.begin(), all.end(), isLoud) : all.end();
    const auto quiet = static_cast<std::size_t>(loud - all.begin());
    if (quiet < all.size())
    {
        pushFrames(all.first(quiet), false, false);
        pushFrames(all.subspan(quiet), true, endsResponse);
        awaitsAudible = false;
    }
    else
        pushFrames(all, false, endsResponse);
    if (endsResponse)
        levels.ended();
    if (isEnd)
        current.reset();
}

void Playout::pushFrames(std::span<const float> some, bool isAudible, bool endsResponse)
{
    if (some.empty() && !endsResponse)
        return;
    const auto begin = fifo.pushedFrames();
    // The target keeps the fifo from ever being full; were it full all the same, the frames would be lost.
    if (!fifo.push({fifo.epoch(), *current, rate, currentIsNew && !some.empty(), endsResponse, isAudible}, some))
    {
        log(LogLevel::error, "The playout fifo refused frames: speech was lost.");
        return;
    }
    if (some.empty())
        return;
    account.pushed({*current, begin, begin + some.size(), currentSampleBase, currentFrameOffset, rate});
    levels.pushed(begin, some, rate);
    wantedAhead.passed(std::chrono::microseconds(some.size() * 1'000'000 / static_cast<std::size_t>(rate)));
    currentFrameOffset += some.size();
    currentIsNew = false;
}

} // namespace parley::bridge
