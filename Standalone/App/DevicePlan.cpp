// SPDX-License-Identifier: GPL-3.0-or-later
#include "DevicePlan.h"

#include <algorithm>
#include <optional>

namespace parley::app
{

namespace
{

using Names = std::vector<std::string>;

/// JACK lists every program beside the sound card; the card has this name.
constexpr const char* jackSoundCard = "system";

bool holds(const Names& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

std::string defaultOf(const DriverDevices& driver, const Names& names, std::size_t index)
{
    if (names.empty())
        return {};
    if (driver.driver == jackDriver && holds(names, jackSoundCard))
        return jackSoundCard;
    return index < names.size() ? names[index] : names.front();
}

/// The pinned device if it is there, the default if none is pinned; nothing when the pinned one is away.
std::optional<std::string> pick(const std::string& pinned, const DriverDevices& driver, const Names& names,
                                std::size_t defaultIndex)
{
    if (pinned.empty())
        return defaultOf(driver, names, defaultIndex);
    return holds(names, pinned) ? std::optional(pinned) : std::nullopt;
}

std::optional<DeviceTarget> targetOf(const DeviceChoice& choice, const DriverDevices& driver)
{
    const auto input = pick(choice.input, driver, driver.inputs, driver.defaultInput);
    const auto output = pick(choice.output, driver, driver.outputs, driver.defaultOutput);
    if (!input || !output || (input->empty() && output->empty()))
        return std::nullopt;
    return DeviceTarget{driver.driver, *input, *output};
}

std::string quoted(const std::string& name)
{
    return "\"" + name + "\"";
}

std::string whyNone(const DeviceChoice& choice, const std::vector<DriverDevices>& drivers)
{
    const auto isWanted = [&](const DriverDevices& driver)
    { return choice.driver.empty() || choice.driver == driver.driver; };
    const auto offers = [&](const std::string& name, Names DriverDevices::*names)
    {
        return name.empty() || std::ranges::any_of(drivers, [&](const DriverDevices& driver)
                                                   { return isWanted(driver) && holds(driver.*names, name); });
    };
    if (!offers(choice.input, &DriverDevices::inputs))
        return "The microphone " + quoted(choice.input) + " is away. Plug it in, or choose another one.";
    if (!offers(choice.output, &DriverDevices::outputs))
        return "The loudspeaker " + quoted(choice.output) + " is away. Plug it in, or choose another one.";
    if (!choice.input.empty() && !choice.output.empty())
        return quoted(choice.input) + " and " + quoted(choice.output) +
               " belong to different drivers. Choose two of the same one.";
    if (choice.driver == jackDriver)
        return "The JACK server does not run. Start it, or choose another driver.";
    if (!choice.driver.empty())
        return choice.driver + " has no sound device. Plug one in, or choose another driver.";
    return "There is no sound device. Plug one in, or start the JACK server.";
}

} // namespace

DevicePlan planDevices(const DeviceChoice& choice, const std::vector<DriverDevices>& drivers)
{
    DevicePlan plan;
    for (const auto& driver : drivers)
        if (choice.driver.empty() || choice.driver == driver.driver)
            if (auto target = targetOf(choice, driver))
                plan.targets.push_back(*std::move(target));
    const auto rank = [](const DeviceTarget& target)
    {
        const bool isWhole = !target.input.empty() && !target.output.empty();
        return (isWhole ? 0 : 2) + (target.driver == jackDriver ? 0 : 1);
    };
    std::ranges::stable_sort(plan.targets, {}, rank);
    if (plan.targets.empty())
        plan.reason = whyNone(choice, drivers);
    return plan;
}

} // namespace parley::app
