// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsInState.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace parley::host
{

Result<std::string> pointSettingsAt(std::string_view stateBytes, const std::string& url)
{
    for (auto begin = stateBytes.find('{'); begin != std::string_view::npos; begin = stateBytes.find('{', begin + 1))
    {
        // A stream lets the reader stop at the object's end and tells where that is; what follows is the wrapper's.
        std::istringstream stream{std::string(stateBytes.substr(begin))};
        nlohmann::ordered_json settings;
        try
        {
            stream >> settings;
        }
        catch (const nlohmann::json::exception&)
        {
            continue;
        }
        if (!settings.is_object() || !settings.contains("provider"))
            continue;
        const auto length = static_cast<std::size_t>(stream.tellg());
        settings["provider"] = "custom";
        settings["url"] = url;
        return std::string(stateBytes.substr(0, begin)) + settings.dump() +
               std::string(stateBytes.substr(begin + length));
    }
    return Error{ErrorCode::requestRejected,
                 "The plugin's state holds no settings with a provider, so --url cannot be set: check that the file "
                 "given with --plugin is Parley.",
                 "plugin state"};
}

} // namespace parley::host
