// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Detail/Links.h"

#include <utility>

namespace parley::realtime
{

Links::Links(Executor& usedExecutor, TransportFactory transportFactory, Calls calls)
    : executor(usedExecutor)
    , factory(std::move(transportFactory))
    , told(std::move(calls))
{
}

void Links::open(LinkId link)
{
    discard(std::exchange(at(link), {}));
    const auto number = ++lastNumber;
    at(link).number = number;
    if (!factory)
    {
        closedLater(number, {ErrorCode::invalidArgument,
                             "This session has no way to connect: give it a transport factory.", "connect"});
        return;
    }
    factory(
        [weak = weak_from_this(), number](Result<std::unique_ptr<Transport>> made)
        {
            const auto self = weak.lock();
            if (self == nullptr)
                return;
            // A std::function can be copied and a transport cannot.
            const auto held = std::make_shared<Result<std::unique_ptr<Transport>>>(std::move(made));
            self->executor.post(
                [weak, number, held]
                {
                    if (const auto links = weak.lock())
                        links->take(number, std::move(*held));
                });
        });
}

void Links::take(std::uint64_t number, Result<std::unique_ptr<Transport>> made)
{
    auto* link = number == current.number ? &current : (number == next.number ? &next : nullptr);
    if (link == nullptr || link->transport != nullptr)
        return;
    if (!made)
    {
        closed(number, made.error());
        return;
    }
    link->transport = std::move(made).value();
    link->transport->open(handlersFor(number));
}

Transport::Handlers Links::handlersFor(std::uint64_t number)
{
    const auto weak = weak_from_this();
    return {[weak, number]
            {
                if (const auto self = weak.lock())
                    self->tell(number, [&](LinkId link) { self->told.onOpen(link); });
            },
            [weak, number](std::string_view text)
            {
                if (const auto self = weak.lock())
                    self->tell(number, [&](LinkId link) { self->told.onText(link, text); });
            },
            [weak, number](const Error& error)
            {
                if (const auto self = weak.lock())
                    self->closed(number, error);
            }};
}

bool Links::send(LinkId link, std::string text)
{
    auto& used = at(link);
    return used.transport != nullptr && used.transport->send(std::move(text));
}

void Links::close(LinkId link)
{
    const auto& used = at(link);
    if (used.transport != nullptr)
        used.transport->close();
    else if (used.number != 0)
        closedLater(used.number, {ErrorCode::cancelled, "Closed before the connection came about.", "connect"});
}

void Links::moveOver()
{
    if (current.transport != nullptr)
    {
        current.transport->close();
        if (leaving.size() == mostLeaving)
        {
            discard(std::move(leaving.front()));
            leaving.erase(leaving.begin());
        }
        leaving.push_back(std::move(current));
    }
    current = std::exchange(next, {});
}

void Links::closed(std::uint64_t number, const Error& error)
{
    for (auto& link : leaving)
        if (link.number == number)
            discard(std::move(link));
    std::erase_if(leaving, [&](const auto& link) { return link.number == number; });
    tell(number,
         [&](LinkId link)
         {
             discard(std::exchange(at(link), {}));
             told.onClosed(link, error);
         });
}

void Links::closedLater(std::uint64_t number, Error error)
{
    executor.post(
        [weak = weak_from_this(), number, error = std::move(error)]
        {
            if (const auto self = weak.lock())
                self->closed(number, error);
        });
}

/// The transport may be the one that calls; it goes a little later.
void Links::discard(Link link)
{
    if (link.transport == nullptr)
        return;
    const std::shared_ptr<Transport> held(std::move(link.transport));
    executor.post([held] {});
}

void Links::reset()
{
    factory = nullptr;
    current = {};
    next = {};
    leaving.clear();
}

} // namespace parley::realtime
