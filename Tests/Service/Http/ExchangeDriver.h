// SPDX-License-Identifier: Apache-2.0
// Runs an exchange to its end with engines of the test's own, and gathers the answer.
#pragma once

#include "Service/Http/Exchange.h"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

namespace parley::service
{

struct GatheredAnswer
{
    AnswerHead head;
    std::string body;
    std::vector<std::string> pieces; ///< As they came.
    std::vector<EngineWork> work;
    bool isBroken = false;

    /// The objects of an event stream; "[DONE]" as a text.
    [[nodiscard]] std::vector<Json> events() const
    {
        std::vector<Json> found;
        constexpr std::string_view begin = "data: ";
        for (std::size_t at = 0; at < body.size();)
        {
            const auto end = body.find("\n\n", at);
            REQUIRE(end != std::string::npos);
            REQUIRE(body.compare(at, begin.size(), begin) == 0);
            const auto text = body.substr(at + begin.size(), end - at - begin.size());
            found.push_back(text == "[DONE]" ? Json(text) : Json::parse(text));
            at = end + 2;
        }
        return found;
    }
};

/// `engines` is asked again for the work that is running while the exchange awaits more of it.
inline GatheredAnswer runExchange(Exchange& exchange, const std::function<EngineResult(const EngineWork&)>& engines)
{
    GatheredAnswer answer;
    bool hasHead = false;
    for (auto step = exchange.begin();; step = exchange.take(engines(answer.work.back())))
    {
        if (step.head.has_value())
        {
            REQUIRE_FALSE(hasHead);
            hasHead = true;
            answer.head = *step.head;
            const bool isWhole = answer.head.isStreamed || step.isLast();
            REQUIRE(isWhole);
        }
        if (!step.body.empty())
        {
            REQUIRE(hasHead);
            answer.pieces.push_back(step.body);
            answer.body += step.body;
        }
        answer.isBroken = step.isBroken;
        if (step.isLast())
            break;
        if (step.work.has_value())
            answer.work.push_back(std::move(*step.work));
    }
    REQUIRE(hasHead);
    return answer;
}

} // namespace parley::service
