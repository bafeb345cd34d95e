// SPDX-License-Identifier: Apache-2.0
#include "Dialogue.h"

#include "Realtime/EventJson.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace parley::command
{

Dialogue::Dialogue(bool jsonIsWanted, std::function<void()> whenOver)
    : asJson(jsonIsWanted)
    , onOver(std::move(whenOver))
{
}

void Dialogue::on(const realtime::Event& event)
{
    const std::scoped_lock lock(mutex);
    lastSign = Clock::now();
    if (asJson)
        std::cout << realtime::toJson(event).dump(-1, ' ', false, wire::Json::error_handler_t::replace) << std::endl;
    else
        print(event);
    follow(event);
    changed.notify_all();
}

void Dialogue::print(const realtime::Event& event)
{
    if (const auto* delta = std::get_if<realtime::AnswerDelta>(&event))
    {
        std::cout << delta->delta << std::flush;
        lineIsOpen = true;
    }
    else if (std::holds_alternative<realtime::TurnEnded>(event) && std::exchange(lineIsOpen, false))
        std::cout << std::endl;
    else if (const auto* warning = std::get_if<realtime::Warning>(&event))
        tell(warning->error);
    else if (const auto* downgraded = std::get_if<realtime::SettingsDowngraded>(&event))
        tell(downgraded->error);
    else if (const auto* tool = std::get_if<realtime::ToolEnded>(&event))
        std::cerr << "parley: the tool " << tool->tool << (tool->isError ? " failed: " : " answered: ") << tool->output
                  << std::endl;
    else if (const auto* handoff = std::get_if<realtime::HandoffEvent>(&event))
        std::cerr << "parley: " << handoff->from << " hands over to " << handoff->to << std::endl;
    else if (const auto* trip = std::get_if<realtime::GuardrailTripped>(&event))
        std::cerr << "parley: the guardrail " << trip->guardrail << " cut the answer short: " << trip->reason
                  << std::endl;
}

void Dialogue::follow(const realtime::Event& event)
{
    if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
    {
        // Of a session that failed the first error says why; its end repeats it.
        if (!asJson && !isOver)
            tell(error->error);
        hasFailed = true;
        isAwaited = false;
    }
    else if (std::holds_alternative<realtime::TurnStarted>(event))
    {
        ++openTurns;
        expectsTurn = false;
    }
    else if (const auto* added = std::get_if<realtime::HistoryAdded>(&event))
        // Whether it needs approval may be known only after its turn has ended.
        expectsTurn = expectsTurn || added->item.type == "function_call";
    else if (const auto* ended = std::get_if<realtime::TurnEnded>(&event))
        turnEnded(*ended);
    else if (std::holds_alternative<realtime::ToolStarted>(event))
    {
        ++openTools;
        expectsTurn = true;
    }
    else if (std::holds_alternative<realtime::ToolEnded>(event))
        openTools = std::max(0, openTools - 1);
    else if (const auto* asked = std::get_if<realtime::ToolApprovalRequired>(&event))
    {
        approvals.push_back(*asked);
        expectsTurn = true;
    }
    else if (const auto* withdrawn = std::get_if<realtime::ToolApprovalWithdrawn>(&event))
        std::erase_if(approvals, [&](const auto& waiting) { return waiting.callId == withdrawn->callId; });
    else if (std::holds_alternative<realtime::HandoffEvent>(event) ||
             std::holds_alternative<realtime::GuardrailTripped>(event))
        expectsTurn = true;
    else if (const auto* connection = std::get_if<realtime::ConnectionChanged>(&event))
        follow(*connection);
}

void Dialogue::follow(const realtime::ConnectionChanged& connection)
{
    if (connection.state == realtime::ConnectionState::failed ||
        connection.state == realtime::ConnectionState::disconnected)
        over(connection.reason);
}

void Dialogue::turnEnded(const realtime::TurnEnded& turn)
{
    openTurns = std::max(0, openTurns - 1);
    if (expectsTurn || openTools > 0 || openTurns > 0)
        return;
    hasFailed = hasFailed || turn.status != "completed";
    isAwaited = false;
}

void Dialogue::over(const std::optional<Error>& reason)
{
    if (std::exchange(isOver, true))
        return;
    if (reason && !hasFailed && !asJson)
        tell(*reason);
    hasFailed = hasFailed || isAwaited || reason.has_value();
    isAwaited = false;
    onOver();
}

void Dialogue::tell(const Error& error)
{
    if (std::exchange(lineIsOpen, false))
        std::cout << std::endl;
    std::cerr << "parley: " << error.describe() << std::endl;
}

void Dialogue::expectAnswer()
{
    const std::scoped_lock lock(mutex);
    isAwaited = true;
    expectsTurn = false;
    openTools = 0;
    lastSign = Clock::now();
}

Dialogue::Clock::time_point Dialogue::patienceEnds() const
{
    const bool mayBeDone = expectsTurn && openTools == 0 && openTurns == 0 && approvals.empty();
    return lastSign + (mayBeDone ? followUpPatience : longestSilence);
}

Dialogue::Pause Dialogue::wait()
{
    std::unique_lock lock(mutex);
    for (;;)
    {
        if (isOver)
            return Pause::ended;
        if (!approvals.empty())
            return Pause::approval;
        if (!isAwaited)
            return Pause::answered;
        const auto end = patienceEnds();
        if (changed.wait_until(lock, end) == std::cv_status::timeout && Clock::now() >= patienceEnds())
        {
            isAwaited = false;
            return patienceEnds() - lastSign == followUpPatience ? Pause::answered : Pause::silence;
        }
    }
}

std::optional<realtime::ToolApprovalRequired> Dialogue::takeApproval()
{
    const std::scoped_lock lock(mutex);
    if (approvals.empty())
        return std::nullopt;
    auto first = std::move(approvals.front());
    approvals.pop_front();
    return first;
}

void Dialogue::waitForEnd()
{
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(1), [this] { return isOver; });
}

bool Dialogue::allIsWell() const
{
    const std::scoped_lock lock(mutex);
    return !hasFailed;
}

} // namespace parley::command
