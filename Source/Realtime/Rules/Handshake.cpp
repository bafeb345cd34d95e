// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/Handshake.h"

namespace parley::realtime
{

void Handshake::connecting(Time now)
{
    stage = Stage::awaitsOpen;
    due = now + openedDeadline;
}

void Handshake::opened(Time now)
{
    stage = Stage::awaitsCreated;
    due = now + createdDeadline;
}

bool Handshake::created(Time now)
{
    if (stage != Stage::awaitsCreated)
        return false;
    again(now);
    return true;
}

bool Handshake::updated()
{
    if (stage != Stage::awaitsUpdated)
        return false;
    stage = Stage::done;
    due.reset();
    return true;
}

bool Handshake::refusedBy(const wire::ServerError& error)
{
    if (stage != Stage::awaitsUpdated)
        return false;
    const bool isOurs =
        error.clientEventId == updateId || (error.clientEventId.empty() && error.param.starts_with("session"));
    return isOurs && updated();
}

void Handshake::again(Time now)
{
    stage = Stage::awaitsUpdated;
    due = now + updatedDeadline;
}

std::optional<Handshake::Stage> Handshake::expire(Time now)
{
    if (!due || now < *due)
        return std::nullopt;
    const auto expired = stage;
    due.reset();
    stage = expired == Stage::awaitsUpdated ? Stage::done : Stage::idle;
    return expired;
}

std::optional<Handshake::Time> Handshake::deadline() const
{
    return due;
}

void Handshake::takeOver()
{
    stage = Stage::done;
    due.reset();
}

void Handshake::reset()
{
    stage = Stage::idle;
    due.reset();
}

} // namespace parley::realtime
