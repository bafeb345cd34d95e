// SPDX-License-Identifier: Apache-2.0
// One HTTP request that wants the engines, as a pure state machine: results in, pieces of the answer out.
#pragma once

#include "Service/EngineJob.h"
#include "Service/Http/PlainAnswer.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::service
{

struct AnswerHead
{
    int status = 200;
    std::string contentType = "application/json";
    bool isStreamed = false; ///< The body comes in several pieces; else all of it comes with the head.
    net::Headers headers{};
};

struct ExchangeStep
{
    std::optional<AnswerHead> head; ///< Comes once, with the first piece of the body or before it.
    std::string body;               ///< To be written now.
    std::optional<EngineWork> work; ///< To be run next, its results go to `take`.
    bool isBroken = false;          ///< It ends without being whole, and the client must see that.
    bool awaitsMore = false;        ///< What is running has told a part; its next result goes to `take`.

    /// Nothing of it follows, and what still runs is given up.
    [[nodiscard]] bool isLast() const noexcept { return !work.has_value() && !awaitsMore; }

    /// More of the work that is running is wanted.
    [[nodiscard]] static ExchangeStep more()
    {
        ExchangeStep step;
        step.awaitsMore = true;
        return step;
    }

    /// The whole answer at once.
    [[nodiscard]] static ExchangeStep whole(PlainAnswer answer)
    {
        AnswerHead head{answer.status, std::move(answer.contentType), false, std::move(answer.headers)};
        return {std::move(head), std::move(answer.body), std::nullopt};
    }
};

/// Has no thread, socket or clock.
/// @thread one at a time
class Exchange
{
public:
    virtual ~Exchange() = default;

    /// To be called once, first.
    [[nodiscard]] virtual ExchangeStep begin() = 0;
    /// The next result of the work that was asked for last: any number of parts, then the whole.
    [[nodiscard]] virtual ExchangeStep take(EngineResult result) = 0;
};

/// What of a request an endpoint looks at, while it is read.
struct EndpointRequest
{
    std::string_view contentType;
    std::string_view body;
};

} // namespace parley::service
