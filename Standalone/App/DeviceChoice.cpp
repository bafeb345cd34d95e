// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeviceChoice.h"

#include <nlohmann/json.hpp>

namespace parley::app
{

namespace
{

using Json = nlohmann::ordered_json;

Error damaged()
{
    return Error{ErrorCode::fileInvalid,
                 "The saved choice of sound devices cannot be read, so the system's own are used. Choose them again "
                 "under Sound devices.",
                 "settings"};
}

} // namespace

std::string toText(const DeviceChoice& choice)
{
    const Json json{{"driver", choice.driver},
                    {"input", choice.input},
                    {"output", choice.output},
                    {"sampleRate", choice.sampleRate},
                    {"blockSize", choice.blockSize}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<DeviceChoice> deviceChoiceFrom(std::string_view text)
{
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return damaged();
    try
    {
        const DeviceChoice choice{.driver = json.value("driver", std::string()),
                                  .input = json.value("input", std::string()),
                                  .output = json.value("output", std::string()),
                                  .sampleRate = json.value("sampleRate", 0.0),
                                  .blockSize = json.value("blockSize", 0)};
        const bool isRateGood = choice.sampleRate >= 0 && choice.sampleRate <= DeviceChoice::highestRate;
        const bool isBlockGood = choice.blockSize >= 0 && choice.blockSize <= DeviceChoice::largestBlock;
        if (isRateGood && isBlockGood)
            return choice;
    }
    catch (const Json::type_error&)
    {
        return damaged();
    }
    return damaged();
}

} // namespace parley::app
