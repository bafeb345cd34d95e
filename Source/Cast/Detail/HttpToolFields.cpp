// SPDX-License-Identifier: Apache-2.0
#include "Cast/Detail/HttpToolFields.h"

#include "Base/Log.h"
#include "Net/Url.h"

#include <algorithm>

namespace parley::cast
{

using written::Choice;
using written::FaultList;
using written::Fields;
using written::Names;
namespace
{

using wire::Json;

/// A file may come from anybody, so it may name only secrets that were set for tools.
constexpr std::string_view secretPrefix = "PARLEY_TOOL_";

constexpr std::array<Choice<const char*>, 5> methods = {
    {{"GET", "GET"}, {"POST", "POST"}, {"PUT", "PUT"}, {"PATCH", "PATCH"}, {"DELETE", "DELETE"}}};

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool contains(const Names& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

Names readHosts(const Fields& fields, const char* key)
{
    auto names = fields.texts(key, 64, 253).value_or(Names{});
    for (auto& name : names)
    {
        if (name.find_first_of("/:*@ ") != std::string::npos && name.find("::") == std::string::npos)
            fields.fault(key, "\"" + name + "\" is no host name; write it without scheme, port, path and \"*\".");
        name = lower(std::move(name));
    }
    return names;
}

/// The value with `${PARLEY_TOOL_NAME}` replaced by that variable; nothing, and a fault, when it cannot be.
std::optional<std::string> filledHeader(const Fields& headers, const char* key, std::string value, const CastHost& host)
{
    for (auto open = value.find("${"); open != std::string::npos; open = value.find("${", open))
    {
        const auto close = value.find('}', open);
        const auto name = value.substr(open + 2, close == std::string::npos ? close : close - open - 2);
        if (close == std::string::npos || !name.starts_with(secretPrefix))
        {
            headers.fault(key, "a header may use ${...} with a variable whose name begins with " +
                                   std::string(secretPrefix) + " only.");
            return std::nullopt;
        }
        const auto found = host.surroundings.environment(name.c_str());
        if (!found || found->empty())
        {
            headers.fault(key, "the variable " + name + " is not set; set it before the program starts.");
            return std::nullopt;
        }
        registerSecret(*found);
        value.replace(open, close - open + 1, *found);
        open += found->size();
    }
    return value;
}

std::vector<std::pair<std::string, std::string>> readHeaders(const Fields& fields, const CastHost& host)
{
    std::vector<std::pair<std::string, std::string>> headers;
    const auto* json = fields.find("headers");
    if (json == nullptr)
        return headers;
    Names names;
    if (json->is_object())
        for (const auto& [name, value] : json->items())
            names.push_back(name);
    const Fields inner(*json, fields.pathOf("headers"), fields.faults(), names);
    for (const auto& name : names)
    {
        const auto value = inner.text(name.c_str(), 4096);
        const bool isClean = name.find_first_of(" \t\r\n:") == std::string::npos && !name.empty() &&
                             (!value || value->find_first_of("\r\n") == std::string::npos);
        if (!isClean)
            inner.fault(name.c_str(), "a header is one line, and its name has no blanks and no colon.");
        else if (value)
            if (auto filled = filledHeader(inner, name.c_str(), *value, host))
                headers.emplace_back(name, std::move(*filled));
    }
    return headers;
}

/// Whether the host of the address may have a private address; a fault when it may not be called at all.
bool checkAddress(const Fields& fields, const HttpTool& http, const AllowedHosts& hosts)
{
    const auto example = fillPlaceholders(http.address, [](const std::string&) { return "x"; });
    const auto url = net::Url::parse(example);
    if (!url || (url.value().scheme != "http" && url.value().scheme != "https"))
    {
        fields.fault("url", "\"url\" must be an address like https://host/path.");
        return false;
    }
    const auto authority = http.address.substr(0, http.address.find('/', http.address.find("://") + 3));
    if (!placeholdersIn(authority).empty())
        fields.fault("url", "an argument may stand in the path or query only, not in the host.");
    for (const auto& name : placeholdersIn(http.address))
        if (std::ranges::count(http.declared.arguments, name, &ToolArgument::name) == 0)
            fields.fault("url", "{" + name + "} is none of this tool's arguments; add it to \"arguments\".");
    const auto called = lower(url.value().host);
    const bool isPrivate = contains(hosts.privateHosts, called);
    if (!isPrivate && !contains(hosts.allowed, called))
        fields.fault("url", "\"" + called +
                                "\" may not be called; add it to \"allowed_hosts\" of \"http\" (or to "
                                "\"private_hosts\" if it is in your own network).");
    return isPrivate;
}

} // namespace

AllowedHosts readAllowedHosts(const Json& json, const std::string& path, FaultList& faults)
{
    const Fields fields(json, path, faults, {"allowed_hosts", "private_hosts"});
    return {readHosts(fields, "allowed_hosts"), readHosts(fields, "private_hosts")};
}

realtime::Tool readHttpTool(const Fields& fields, DeclaredTool declared, const AllowedHosts& hosts,
                            const CastHost& host)
{
    HttpTool http{std::move(declared)};
    http.method = fields.choice("method", methods).value_or("POST");
    http.headers = readHeaders(fields, host);
    fields.has("url");
    if (auto address = fields.text("url", 2048))
    {
        http.address = std::move(*address);
        http.reachesPrivateAddresses = checkAddress(fields, http, hosts);
    }
    return makeTool(http, host);
}

} // namespace parley::cast
