// SPDX-License-Identifier: Apache-2.0
// The connections of one session: the current one, the next one that is to take its place, and those that say goodbye.
#pragma once

#include "Base/Executor.h"
#include "Realtime/Transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::realtime
{

enum class LinkId
{
    current,
    next
};

/// @thread network, all of it
class Links : public std::enable_shared_from_this<Links>
{
public:
    struct Calls
    {
        std::function<void(LinkId)> onOpen;
        std::function<void(LinkId, std::string_view text)> onText;
        std::function<void(LinkId, const Error&)> onClosed; ///< Code `cancelled` when this side closed.
    };

    /// At most so many connections say goodbye at the same time; beyond it the oldest is dropped.
    static constexpr std::size_t mostLeaving = 4;

    /// The executor must outlive the links.
    Links(Executor& usedExecutor, TransportFactory transportFactory, Calls calls);

    /// Asks for a transport and opens it; what was there before under this name is dropped.
    void open(LinkId link);
    [[nodiscard]] bool send(LinkId link, std::string text);
    /// Says goodbye; `onClosed` tells when it is over. Where no transport has come yet, it is over at once.
    void close(LinkId link);
    /// The next connection is the current one from now on. The former one says goodbye and is heard no more.
    void moveOver();
    /// Drops everything; nothing is called any more.
    void reset();

private:
    struct Link
    {
        std::uint64_t number = 0; ///< 0: there is none.
        std::unique_ptr<Transport> transport;
    };

    [[nodiscard]] Link& at(LinkId link) noexcept { return link == LinkId::current ? current : next; }
    void take(std::uint64_t number, Result<std::unique_ptr<Transport>> made);
    [[nodiscard]] Transport::Handlers handlersFor(std::uint64_t number);
    void closed(std::uint64_t number, const Error& error);
    void closedLater(std::uint64_t number, Error error);
    void discard(Link link);

    template <typename Call>
    void tell(std::uint64_t number, Call call)
    {
        if (number == current.number)
            call(LinkId::current);
        else if (number == next.number)
            call(LinkId::next);
    }

    Executor& executor;
    TransportFactory factory;
    Calls told;
    Link current;
    Link next;
    std::vector<Link> leaving;
    std::uint64_t lastNumber = 0;
};

} // namespace parley::realtime
