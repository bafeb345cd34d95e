// SPDX-License-Identifier: Apache-2.0
#include "Service/FaultPlan.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace parley::service
{
namespace
{

template <typename Number>
std::optional<Number> readNumber(std::string_view text, Number least, Number most)
{
    Number number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool isGood = read.ec == std::errc() && read.ptr == end && number >= least && number <= most;
    return isGood ? std::optional(number) : std::nullopt;
}

template <auto Member>
bool readTime(std::string_view text, FaultPlan& plan)
{
    const auto number = readNumber<int>(text, 0, 3600000);
    plan.*Member = std::chrono::milliseconds(number.value_or(0));
    return number.has_value();
}

template <auto Member>
bool readShare(std::string_view text, FaultPlan& plan)
{
    const auto number = readNumber<double>(text, 0.0, 1.0);
    plan.*Member = number.value_or(0.0);
    return number.has_value();
}

template <auto Member>
bool readMark(std::string_view text, FaultPlan& plan)
{
    return plan.*Member = text.empty();
}

template <auto Member, std::uint64_t Least>
bool readCount(std::string_view text, FaultPlan& plan)
{
    const auto number = readNumber<std::uint64_t>(text, Least, ~std::uint64_t{0});
    plan.*Member = number.value_or(0);
    return number.has_value();
}

bool readReject(std::string_view text, FaultPlan& plan)
{
    plan.rejectStatus = readNumber<int>(text, 400, 599);
    return plan.rejectStatus.has_value();
}

bool readClose(std::string_view text, FaultPlan& plan)
{
    const auto at = text.find('@');
    const auto code = readNumber<std::uint16_t>(text.substr(0, at), 1000, 4999);
    const auto event =
        at == std::string_view::npos ? std::nullopt : readNumber<std::uint64_t>(text.substr(at + 1), 1, 1U << 30U);
    if (!code.has_value() || !event.has_value())
        return false;
    plan.close = CloseOrder{*code, "fault"};
    plan.closeAtEvent = *event;
    return true;
}

bool readPart(std::string_view name, std::string_view value, FaultPlan& plan)
{
    using Reader = bool (*)(std::string_view, FaultPlan&);
    static const std::map<std::string_view, Reader> readers = {
        {"reject", readReject},
        {"quota", readMark<&FaultPlan::isOutOfQuota>},
        {"close", readClose},
        {"delay", readTime<&FaultPlan::delay>},
        {"jitter", readTime<&FaultPlan::jitter>},
        {"bandwidth", readCount<&FaultPlan::bytesPerSecond, 100>},
        {"coalesce", readTime<&FaultPlan::coalescing>},
        {"split", readShare<&FaultPlan::splitShare>},
        {"duplicate", readShare<&FaultPlan::duplicateShare>},
        {"garbage", readShare<&FaultPlan::garbageShare>},
        {"nopong", readMark<&FaultPlan::dropsPongs>},
        {"expire", readTime<&FaultPlan::expiry>},
        {"seed", readCount<&FaultPlan::seed, 0>}};
    const auto reader = readers.find(name);
    return reader != readers.end() && reader->second(value, plan);
}

} // namespace

Result<FaultPlan> FaultPlan::parse(std::string_view text)
{
    FaultPlan plan;
    plan.text = std::string(text);
    while (!text.empty())
    {
        const auto part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const auto name = part.substr(0, part.find('='));
        const auto value = part.substr(std::min(part.size(), name.size() + 1));
        if (!readPart(name, value, plan))
            return Error{ErrorCode::invalidArgument,
                         "'" + std::string(part.substr(0, 100)) +
                             "' is no fault: write for instance close=1011@20,delay=50,seed=7 "
                             "(docs/local-service.md, Faults).",
                         "faults"};
    }
    return plan;
}

SessionFaults::SessionFaults(FaultPlan wanted, std::uint64_t session, Time openedAt)
    : plan(std::move(wanted))
    , random(plan.seed * 1'000'003 + session)
    , begun(openedAt)
    , free(openedAt)
{
}

bool SessionFaults::happens(double share)
{
    constexpr double steps = 1'000'000.0;
    return share > 0.0 && static_cast<double>(random() % 1'000'000) < share * steps;
}

SessionFaults::Passed SessionFaults::pass(std::string event, Time now)
{
    Passed passed;
    events += 1;
    auto delay = plan.delay;
    if (plan.jitter.count() > 0)
        delay += std::chrono::milliseconds(random() % static_cast<std::uint64_t>(plan.jitter.count() + 1));
    free = std::max(free, now + delay);
    if (happens(plan.garbageShare))
        passed.frames.push_back(makeFrame("{\"type\":\"garbage\"," + std::to_string(random())));
    const bool isTwice = happens(plan.duplicateShare);
    if (isTwice)
        passed.frames.push_back(makeFrame(event));
    passed.frames.push_back(makeFrame(std::move(event)));
    if (plan.close.has_value() && events == plan.closeAtEvent)
        passed.close = plan.close;
    return passed;
}

SessionFaults::Frame SessionFaults::makeFrame(std::string text)
{
    using namespace std::chrono;
    Frame frame{std::move(text)};
    for (auto left = happens(plan.splitShare) ? frame.text.size() : 0; left > 0; left -= frame.pieces.back())
        frame.pieces.push_back(1 + random() % left);
    if (plan.bytesPerSecond > 0)
        free += duration_cast<steady_clock::duration>(
            duration<double>(static_cast<double>(frame.text.size()) / static_cast<double>(plan.bytesPerSecond)));
    frame.due = free;
    if (const steady_clock::duration interval = plan.coalescing; interval.count() > 0)
        frame.due = begun + ((free - begun) / interval + 1) * interval;
    return frame;
}

} // namespace parley::service
