// SPDX-License-Identifier: Apache-2.0
#include "Bridge/Playout.h"

#include "Audio/Pcm16.h"
#include "Base/Log.h"

#include <algorithm>
#include <utility>

namespace parley::bridge
{
namespace
{

/// 20 ms of the wire's samples are resampled at a time.
constexpr std::size_t pieceSamples = 480;

std::uint64_t framesOf(std::chrono::milliseconds duration, int rate)
{
    return static_cast<std::uint64_t>(duration.count()) * static_cast<std::uint64_t>(rate) / 1000;
}

} // namespace

Playout::Playout(audio::PlayoutFifo& to, Listener reports)
    : fifo(to)
    , listener(std::move(reports))
    , samples(pieceSamples)
    , floats(pieceSamples)
{
}

bool Playout::speech(const audio::SpeechPart& part, std::span<const std::int16_t> arrived)
{
    const auto token = store.append(part, arrived);
    if (!token)
        return false;
    firstArrival.try_emplace(part.responseId, std::chrono::steady_clock::now());
    responseOf.try_emplace(*token, part.responseId);
    return true;
}

void Playout::speechComplete(const std::string& responseId)
{
    store.completeResponse(responseId);
}

void Playout::interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled)
{
    Settlement settlement;
    for (const auto token : store.parts())
        if (const auto* part = store.part(token))
            settlement.parts.push_back({token, *part, store.received(token)});
    settlement.boundary = fifo.pushedFrames();
    settlement.settled = std::move(settled);
    settlements.push_back(std::move(settlement));
    fifo.interrupt();
    store.clear();
    firstArrival.clear();
    current.reset();
    isFlowing = false;
}

void Playout::reset()
{
    interrupt({});
}

bool Playout::isBusy() const
{
    return store.unreadInAll() > 0 || current || position < fifo.pushedFrames() || !settlements.empty();
}

void Playout::pump(int hostRate, int largestBlock, Time now)
{
    takeReports();
    settle(now);
    if (hostRate != rate)
        changeRate(hostRate);
    if (resampler)
        fill(largestBlock);
    finishUnmarked();
    trimAccount();
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
            cuts.push_back({report.position, report.resumedAt});
        reports.push_back(report);
    }
    position = std::max(position, reached);
    for (const auto& one : reports)
        onReport(one);
}

void Playout::onReport(const audio::PlayoutReport& report)
{
    const auto response = responseOf.find(report.token);
    if (response == responseOf.end())
        return;
    const auto responseId = response->second;
    const auto arrival = firstArrival.find(responseId);
    if (report.kind == audio::PlayoutReport::Kind::started && arrival != firstArrival.end())
        listener.onStarted(responseId,
                           std::chrono::duration_cast<std::chrono::microseconds>(report.at - arrival->second));
    if (report.kind == audio::PlayoutReport::Kind::finished)
        finish(responseId);
}

void Playout::finish(std::string responseId)
{
    for (const auto token : store.parts())
        if (const auto* part = store.part(token); part != nullptr && part->responseId == responseId)
            store.forget(token);
    firstArrival.erase(responseId);
    std::erase_if(responseOf, [&](const auto& entry) { return entry.second == responseId; });
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

void Playout::settle(Time now)
{
    while (!settlements.empty())
    {
        auto& settlement = settlements.front();
        if (!settlement.due)
            settlement.due = now + settleDeadline;
        if (position < settlement.boundary && now < *settlement.due)
            return;
        std::vector<realtime::HeardSpeech> heard;
        for (const auto& one : settlement.parts)
            heard.push_back({one.part, std::min(heardSamples(one.token), one.received), one.received});
        for (const auto& one : settlement.parts)
            responseOf.erase(one.token);
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
    // What waits in the fifo was made for the old rate and is cut there; it is rendered again from what was heard.
    for (const auto token : store.parts())
    {
        const auto heard = static_cast<std::size_t>(heardSamples(token));
        if (heard < store.cursor(token))
            store.rewind(token, std::min(heard, store.received(token)));
    }
}

bool Playout::isComplete(const std::string& responseId) const
{
    const auto parts = store.parts();
    return std::any_of(parts.begin(), parts.end(),
                       [&](auto token)
                       { return store.part(token)->responseId == responseId && store.isLastOfResponse(token); });
}

bool Playout::isPrebuffered(int largestBlock) const
{
    const auto token = current ? current : store.readable();
    if (!token)
        return false;
    const auto block = static_cast<std::uint64_t>(largestBlock) + framesOf(pumpInterval, rate);
    const auto wantedFrames = std::max(framesOf(prebuffer, rate), block);
    const auto wanted = wantedFrames * audio::wireSampleRate / static_cast<std::uint64_t>(rate);
    return store.unreadInAll() >= wanted || isComplete(store.part(*token)->responseId);
}

void Playout::fill(int largestBlock)
{
    const auto wanted =
        std::max(framesOf(lead, rate), 2 * static_cast<std::uint64_t>(largestBlock) + 2 * framesOf(pumpInterval, rate));
    const auto target = std::min<std::uint64_t>(wanted, audio::PlayoutFifo::frameCapacity * 3 / 4);
    if (!isFlowing)
        isFlowing = isPrebuffered(largestBlock);
    while (isFlowing && fifo.pushedFrames() - std::min(position, fifo.pushedFrames()) < target)
    {
        if (!current && !beginPart())
            break;
        frames.clear();
        const auto count = store.read(*current, samples);
        const bool isEnd = count == 0 && store.isReadToEnd(*current);
        if (count == 0 && !isEnd)
            break;
        audio::pcm16ToFloat(std::span(samples).first(count), std::span(floats).first(count));
        resampler->process(std::span(floats).first(count), frames);
        if (isEnd)
            resampler->finish(frames);
        pushPart(isEnd);
    }
    // Once the fifo has run dry, the next sound waits for its prebuffer again.
    if (store.unreadInAll() == 0 && position >= fifo.pushedFrames())
        isFlowing = false;
}

bool Playout::beginPart()
{
    current = store.readable();
    if (!current)
        return false;
    resampler->reset();
    currentSampleBase = store.cursor(*current);
    currentFrameOffset = 0;
    currentIsNew = currentSampleBase == 0 && store.isFirstOfResponse(*current);
    return true;
}

void Playout::pushPart(bool isEnd)
{
    const bool endsResponse = isEnd && store.isLastOfResponse(*current);
    if (!frames.empty() || endsResponse)
    {
        const auto begin = fifo.pushedFrames();
        // The target keeps the fifo from ever being full; were it full all the same, the frames would be lost.
        const bool pushed =
            fifo.push({fifo.epoch(), *current, rate, currentIsNew && !frames.empty(), endsResponse}, frames);
        if (!pushed)
            log(LogLevel::error, "The playout fifo refused frames: speech was lost.");
        else if (!frames.empty())
        {
            account.push_back({*current, begin, begin + frames.size(), currentSampleBase, currentFrameOffset, rate});
            currentFrameOffset += frames.size();
            currentIsNew = false;
        }
    }
    if (isEnd)
        current.reset();
}

std::uint64_t Playout::heardFrames(const Pushed& pushed) const
{
    auto end = std::min(pushed.end, std::max(position, pushed.begin));
    // A cut ends what is heard of a stretch: its epoch never sounds again.
    for (const auto& cut : cuts)
        if (cut.from < end && cut.to > pushed.begin)
            end = std::max(cut.from, pushed.begin);
    return end - pushed.begin;
}

std::uint64_t Playout::heardSamples(std::uint32_t token) const
{
    std::uint64_t heard = 0;
    for (const auto& pushed : account)
    {
        const auto played = heardFrames(pushed);
        if (pushed.token == token && played > 0)
            heard = std::max(heard, pushed.sampleBase + (pushed.frameOffset + played) * audio::wireSampleRate /
                                                            static_cast<std::uint64_t>(pushed.rate));
    }
    return heard;
}

void Playout::trimAccount()
{
    const auto isOpen = [this](std::uint32_t token)
    {
        return store.part(token) != nullptr ||
               std::any_of(settlements.begin(), settlements.end(),
                           [&](const auto& settlement)
                           {
                               return std::any_of(settlement.parts.begin(), settlement.parts.end(),
                                                  [&](const auto& part) { return part.token == token; });
                           });
    };
    while (!account.empty() && account.front().end <= position && !isOpen(account.front().token))
        account.pop_front();
    const auto oldest = account.empty() ? position : account.front().begin;
    while (!cuts.empty() && cuts.front().to <= oldest)
        cuts.pop_front();
}

} // namespace parley::bridge
