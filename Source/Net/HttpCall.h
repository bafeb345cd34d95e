// SPDX-License-Identifier: Apache-2.0
// One HTTP request whose answer is told piece by piece, as it arrives.
#pragma once

#include "Base/Error.h"
#include "Net/HttpClient.h"
#include "Net/HttpRetry.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace parley::net
{

/// The deadlines of a call, beside that of all of it (HttpOptions::deadline). Each gives ErrorCode::timeout.
struct HttpCallOptions
{
    HttpOptions http{.deadline = std::chrono::minutes(5), .maxBodyBytes = std::size_t{32} * 1024 * 1024};
    std::chrono::milliseconds connect{5000};    ///< For each stage of connecting, see WebSocketDeadlines.
    std::chrono::milliseconds firstByte{30000}; ///< From the sent request to the head of the answer.
    std::chrono::milliseconds betweenBytes{15000};
    HttpRetryRules retries{};
    /// Any status is an answer; else what is not 2xx is an error, classified by its status and body.
    bool takesAnyStatus = false;
    bool keepsAlive = true; ///< The connection serves further calls.
};

struct HttpHead
{
    int status = 0;
    Headers headers; ///< As they came, in order.
};

/// All called on the network thread, never from inside `HttpPool::call`.
struct HttpCallHandlers
{
    std::function<void(const HttpHead&)> onHead;
    std::function<void(std::string_view bytes)> onBody; ///< The view lives for the length of the call.
    /// Once, last: nothing when the answer came whole.
    std::function<void(const std::optional<Error>&)> onEnd;
};

class HttpCallRun;

/// A call under way; its end gives the call up.
/// @thread network, all of it; it may end from inside a handler of its own
class HttpCall
{
public:
    explicit HttpCall(std::shared_ptr<HttpCallRun> started);
    /// No handler is called any more.
    ~HttpCall();
    HttpCall(const HttpCall&) = delete;
    HttpCall& operator=(const HttpCall&) = delete;

    /// Ends it with a `cancelled` error.
    void cancel();

private:
    std::shared_ptr<HttpCallRun> run;
};

} // namespace parley::net
