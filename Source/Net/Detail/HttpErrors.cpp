// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/HttpErrors.h"

#include "Net/Detail/ConnectionErrors.h"
#include "Net/Detail/HeaderRules.h"

#include <algorithm>

namespace parley::net
{

std::optional<Error> faultIn(const HttpRequest& request)
{
    if (request.url.scheme != "http" && request.url.scheme != "https")
        return Error{ErrorCode::invalidArgument,
                     "The address " + request.url.toString() +
                         " is none of a web service: begin it with https:// or http://.",
                     "address"};
    const auto address = request.url.toString();
    if (!std::all_of(address.begin(), address.end(), [](char letter) { return letter > ' ' && letter < 127; }))
        return Error{ErrorCode::invalidArgument,
                     "The address of " + hostAndPort(request.url) +
                         " has a character that must be percent-encoded: look for blanks and line breaks in it.",
                     "address"};
    if (auto wrong = wrongHeader(request.headers))
    {
        wrong->where = "request";
        return wrong;
    }
    if (wrongHeader({{request.method, ""}}))
        return Error{ErrorCode::invalidArgument,
                     "The HTTP method has a character that HTTP does not allow: write it like GET or POST.", "request"};
    return std::nullopt;
}

Error answerTooSlow(const Url& url, std::chrono::milliseconds limit)
{
    return {ErrorCode::timeout,
            "The service at " + hostAndPort(url) + " did not answer within " + std::to_string(limit.count()) +
                " ms: try again, or check that it is well.",
            "response"};
}

Error answerStalled(const Url& url, std::chrono::milliseconds limit)
{
    return {ErrorCode::timeout,
            "The service at " + hostAndPort(url) + " stopped in the middle of its answer and sent nothing for " +
                std::to_string(limit.count()) + " ms: try again, or check the network connection.",
            "response"};
}

Error answerTooLarge(const Url& url, std::size_t limit)
{
    return {ErrorCode::protocolIncompatible,
            "The service at " + hostAndPort(url) + " answered with more than " + std::to_string(limit) +
                " bytes, which are not read: ask it for less.",
            "response"};
}

Error answerBroken(const Url& url, std::string_view reason)
{
    return {ErrorCode::protocolIncompatible,
            "What answers at " + hostAndPort(url) + " did not give a whole HTTP answer (" + std::string(reason) +
                "): check the address, and whether it must begin with http:// or https://.",
            "response"};
}

Error requestCancelled(const Url& url)
{
    return {ErrorCode::cancelled,
            "The request to " + hostAndPort(url) + " was stopped from this side: ask again when you need it.",
            "request"};
}

Error tooManyRequests(const Url& url)
{
    return {ErrorCode::queueFull,
            "Too many requests to " + hostAndPort(url) + " wait already: let some of them end first.", "request"};
}

} // namespace parley::net
