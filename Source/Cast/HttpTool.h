// SPDX-License-Identifier: Apache-2.0
// A tool that calls a web address and tells the model what it answered.
#pragma once

#include "Cast/CastHost.h"
#include "Cast/DeclaredTool.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::cast
{

/// `{name}` in the path or query of the address stands for an argument. Arguments that the address does not name go
/// into the query of GET and DELETE, and into a JSON body otherwise. Redirects are not followed.
struct HttpTool
{
    static constexpr std::size_t mostReplyBytes = 64 * 1024;

    DeclaredTool declared;
    std::string method = "POST"; ///< GET, POST, PUT, PATCH or DELETE.
    std::string address{};       ///< http or https.
    std::vector<std::pair<std::string, std::string>> headers{};
    bool reachesPrivateAddresses = false; ///< Else a name that leads to this machine or its network is refused.
};

[[nodiscard]] realtime::Tool makeTool(const HttpTool& http, const CastHost& host);

/// The names in braces, in their order.
[[nodiscard]] std::vector<std::string> placeholdersIn(std::string_view address);

/// The address with each placeholder replaced by what `valueOf` gives for its name.
[[nodiscard]] std::string fillPlaceholders(std::string_view address,
                                           const std::function<std::string(const std::string& name)>& valueOf);

} // namespace parley::cast
