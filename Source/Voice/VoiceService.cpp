// SPDX-License-Identifier: Apache-2.0
#include "Voice/VoiceService.h"

#include <utility>

namespace parley::voice
{

net::HttpRequest VoiceService::post(std::string_view door, std::string_view contentType, std::string body) const
{
    net::HttpRequest request{"POST", base, headers, std::move(body)};
    while (request.url.path.ends_with('/'))
        request.url.path.pop_back();
    request.url.path += door;
    request.headers.emplace_back("Content-Type", std::string(contentType));
    return request;
}

net::HttpCallOptions VoiceService::callOptions() const
{
    auto options = calls;
    options.http.trust = trust;
    options.http.proxy = proxy;
    return options;
}

} // namespace parley::voice
