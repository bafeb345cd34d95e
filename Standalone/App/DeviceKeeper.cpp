// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeviceKeeper.h"

#include <algorithm>

namespace parley::app
{

namespace
{

std::string nameOf(const DeviceTarget& target)
{
    const auto& name = target.output.empty() ? target.input : target.output;
    return "\"" + name + "\" (" + target.driver + ")";
}

std::string oneLine(std::string_view text)
{
    std::string line(text.substr(0, text.find('\n')));
    while (!line.empty() && (line.back() == '.' || line.back() == ' '))
        line.pop_back();
    return line;
}

} // namespace

DeviceKeeper::Step DeviceKeeper::choose(DeviceChoice wanted, Time now)
{
    wantedChoice = std::move(wanted);
    ladder.reset();
    candidates.clear();
    sentence.clear();
    dueAt = now;
    const bool wasOpen = current.has_value();
    current.reset();
    return wasOpen ? Step::close : Step::none;
}

DeviceKeeper::Step DeviceKeeper::tick(const DeviceSight& sight, Time now)
{
    if (!current)
        return now >= dueAt ? Step::lookAround : Step::none;
    if (!isLost(sight, now))
        return Step::none;
    if (now - openedAt >= goodAfter)
        ladder.reset();
    sentence = "The sound device " + nameOf(*current) + " is gone. Plug it in again, or choose another one.";
    ++lossCount;
    current.reset();
    dueAt = now + ladder.next();
    return Step::close;
}

bool DeviceKeeper::isLost(const DeviceSight& sight, Time now)
{
    if (!sight.isOpen)
        return true;
    if (sight.blocks != seenBlocks || !sight.isConnected)
    {
        seenBlocks = sight.blocks;
        movedAt = now;
    }
    return now - movedAt >= longestStall;
}

std::optional<DeviceTarget> DeviceKeeper::begin(const std::vector<DriverDevices>& drivers, Time now)
{
    auto plan = planDevices(wantedChoice, drivers);
    if (!plan.reason.empty())
        sentence = std::move(plan.reason);
    candidates.assign(plan.targets.begin(), plan.targets.end());
    return nextOrWait(now);
}

std::optional<DeviceTarget> DeviceKeeper::failed(const DeviceTarget& target, std::string_view why, Time now)
{
    sentence = nameOf(target) + " cannot be opened: " + oneLine(why) +
               ". Close other programs that use it, or choose another one.";
    return nextOrWait(now);
}

std::optional<DeviceTarget> DeviceKeeper::nextOrWait(Time now)
{
    if (candidates.empty())
    {
        dueAt = now + ladder.next();
        return std::nullopt;
    }
    auto target = std::move(candidates.front());
    candidates.pop_front();
    return target;
}

void DeviceKeeper::opened(const DeviceTarget& target, Time now)
{
    current = target;
    candidates.clear();
    sentence.clear();
    openedAt = now;
    movedAt = now;
}

} // namespace parley::app
