// SPDX-License-Identifier: Apache-2.0
#include "Cast/HttpTool.h"

#include "Net/HttpClient.h"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>

namespace parley::cast
{
namespace
{

using wire::Json;

std::string textOf(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// One segment of a path or one value of a query; dots alone would climb in the path.
Result<std::string> filledAddress(const HttpTool& http, const Json& arguments)
{
    const auto names = placeholdersIn(http.address);
    for (const auto& name : names)
        if (const auto text = textOf(arguments.at(name)); text.empty() || text == "." || text == "..")
            return Error{ErrorCode::invalidArgument,
                         "The argument '" + name + "' cannot stand in an address: call again with a word.", name};
    return fillPlaceholders(http.address, [&](const std::string& name)
                            { return boost::urls::encode(textOf(arguments.at(name)), boost::urls::unreserved_chars); });
}

Result<net::HttpRequest> requestFor(const HttpTool& http, const Json& arguments)
{
    const auto address = filledAddress(http, arguments);
    if (!address)
        return address.error();
    auto url = net::Url::parse(address.value());
    if (!url)
        return url.error();
    net::HttpRequest request;
    request.method = http.method;
    request.url = std::move(url).value();
    request.headers = {http.headers.begin(), http.headers.end()};
    auto rest = arguments;
    for (const auto& name : placeholdersIn(http.address))
        rest.erase(name);
    if (http.method == "GET" || http.method == "DELETE")
    {
        for (const auto& [name, value] : rest.items())
            request.url.addQuery(name, textOf(value));
        return request;
    }
    if (net::findHeader(request.headers, "Content-Type") == nullptr)
        request.headers.emplace_back("Content-Type", "application/json");
    request.body = rest.dump(-1, ' ', false, Json::error_handler_t::replace);
    return request;
}

Result<net::HttpOptions> optionsFor(const HttpTool& http, const CastHost& host, const net::Url& url)
{
    net::HttpOptions options;
    options.deadline = http.declared.deadline;
    options.maxBodyBytes = HttpTool::mostReplyBytes;
    options.refusesPrivateAddresses = !http.reachesPrivateAddresses;
    options.proxy = net::ProxySettings::fromEnvironment(host.surroundings.environment);
    if (url.isSecure())
    {
        auto trust = net::TrustRoots::fromEnvironment(host.surroundings.environment);
        if (!trust)
            return trust.error();
        options.trust = std::move(trust).value();
    }
    return options;
}

/// What is not UTF-8 cannot go to the model.
std::string asText(const std::string& bytes)
{
    return Json::parse(Json(bytes).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

Result<std::string> answerOf(const HttpTool& http, const net::HttpResponse& response)
{
    constexpr std::size_t mostQuoted = 500;
    if (response.status >= 200 && response.status < 300)
        return response.body.empty() ? std::string("Done.") : asText(response.body);
    return Error{ErrorCode::requestRejected,
                 "The address of this tool answered with status " + std::to_string(response.status) + ".",
                 http.declared.name, std::to_string(response.status), asText(response.body.substr(0, mostQuoted))};
}

Result<std::string> call(const HttpTool& http, const CastHost& host, const realtime::ToolCall& asked)
{
    const auto request = requestFor(http, asked.arguments);
    if (!request)
        return request.error();
    const auto options = optionsFor(http, host, request.value().url);
    if (!options)
        return options.error();
    const auto response = net::fetch(*Executor::shared(), request.value(), options.value(), asked.stop);
    if (!response)
        return response.error();
    return answerOf(http, response.value());
}

} // namespace

std::vector<std::string> placeholdersIn(std::string_view address)
{
    std::vector<std::string> names;
    (void)fillPlaceholders(address,
                           [&](const std::string& name)
                           {
                               names.push_back(name);
                               return std::string();
                           });
    return names;
}

std::string fillPlaceholders(std::string_view address,
                             const std::function<std::string(const std::string& name)>& valueOf)
{
    std::string filled;
    for (;;)
    {
        const auto open = address.find('{');
        const auto close = address.find('}', open);
        if (close == std::string_view::npos)
            return filled.append(address);
        filled.append(address.substr(0, open));
        filled += valueOf(std::string(address.substr(open + 1, close - open - 1)));
        address.remove_prefix(close + 1);
    }
}

realtime::Tool makeTool(const HttpTool& http, const CastHost& host)
{
    return toolFrom(http.declared, [http, host](const realtime::ToolCall& asked) { return call(http, host, asked); });
}

} // namespace parley::cast
