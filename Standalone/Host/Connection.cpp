// SPDX-License-Identifier: GPL-3.0-or-later
#include "Connection.h"

namespace parley::host
{

namespace
{

ConnectionStage stageFrom(const std::string& state)
{
    if (state == "ready")
        return ConnectionStage::ready;
    if (state == "failed")
        return ConnectionStage::failed;
    if (state == "disconnected")
        return ConnectionStage::disconnected;
    return ConnectionStage::connecting; // connecting, configuring, and any stage of a later version on the way.
}

} // namespace

void Connection::take(const RecordedEvent& event)
{
    hasBegun = true;
    if (event.from != Speaker::parley || event.type() != "connection")
        return;
    now = stageFrom(event.text("state"));
    words = event.text("message");
    hasBeenReady = hasBeenReady || now == ConnectionStage::ready;
}

} // namespace parley::host
