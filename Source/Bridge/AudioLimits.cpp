// SPDX-License-Identifier: Apache-2.0
#include "Bridge/AudioLimits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace parley::bridge
{
namespace
{

using std::chrono::milliseconds;

/// A host has at most so many channels that could be picked.
constexpr int mostChannels = 256;
constexpr milliseconds messageStep{10};

std::string inWords(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

class Check
{
public:
    explicit Check(std::vector<Error>& found)
        : warnings(found)
    {
    }

    void number(const char* field, double& value, double least, double most, double otherwise)
    {
        const auto wanted = value;
        value = std::isfinite(wanted) ? std::clamp(wanted, least, most) : otherwise;
        if (value != wanted)
            warn(field, inWords(wanted), inWords(least), inWords(most), inWords(value), " dB");
    }

    void time(const char* field, milliseconds& value, milliseconds least, milliseconds most)
    {
        const auto wanted = value;
        value = std::clamp(wanted, least, most);
        if (value != wanted)
            warn(field, std::to_string(wanted.count()), std::to_string(least.count()), std::to_string(most.count()),
                 std::to_string(value.count()), " ms");
    }

    void count(const char* field, int& value, int least, int most)
    {
        const auto wanted = value;
        value = std::clamp(wanted, least, most);
        if (value != wanted)
            warn(field, std::to_string(wanted), std::to_string(least), std::to_string(most), std::to_string(value), "");
    }

private:
    void warn(const char* field, const std::string& wanted, const std::string& least, const std::string& most,
              const std::string& used, const char* unit)
    {
        warnings.push_back({ErrorCode::invalidArgument,
                            std::string(field) + " is " + wanted + unit + ", so " + used + unit +
                                " is used: choose it from " + least + " to " + most + unit + ".",
                            field});
    }

    std::vector<Error>& warnings;
};

void checkMessage(Check& check, milliseconds& message)
{
    check.time("capture.message", message, milliseconds(10), milliseconds(100));
    const auto whole = message - message % messageStep;
    check.time("capture.message", message, whole, whole);
}

} // namespace

CheckedAudioSettings withinLimits(AudioSettings wanted)
{
    CheckedAudioSettings checked;
    Check check(checked.warnings);
    check.count("capture.channel", wanted.capture.channel, CaptureSettings::allChannels, mostChannels - 1);
    check.number("capture.gainDb", wanted.capture.gainDb, CaptureSettings::lowestGainDb, CaptureSettings::highestGainDb,
                 0);
    checkMessage(check, wanted.capture.message);
    check.time("echo.hold", wanted.echo.hold, milliseconds(0), milliseconds(2000));
    check.number("echo.marginDb", wanted.echo.marginDb, 0, 40, EchoSettings{}.marginDb);
    check.time("turns.confirmation", wanted.turns.confirmation, milliseconds(50), milliseconds(1000));
    check.number("turns.duckDb", wanted.turns.duckDb, -60, 0, TurnSettings{}.duckDb);
    check.time("turns.silence", wanted.turns.silence, milliseconds(100), milliseconds(5000));
    check.time("turns.preRoll", wanted.turns.preRoll, milliseconds(0), milliseconds(1000));
    auto& prebuffer = wanted.prebuffer;
    check.time("prebuffer.least", prebuffer.least, milliseconds(0), milliseconds(1000));
    check.time("prebuffer.most", prebuffer.most, prebuffer.least, milliseconds(5000));
    check.time("prebuffer.initial", prebuffer.initial, prebuffer.least, prebuffer.most);
    checked.settings = wanted;
    return checked;
}

} // namespace parley::bridge
