// SPDX-License-Identifier: GPL-3.0-or-later
// JACK's client library prints each vain look for its server; here these lines go to the log.
#pragma once

namespace parley::app
{

/// From now on, at level debug. Nothing happens where the library is not installed.
/// @thread any but audio
void sendJackMessagesToLog();

} // namespace parley::app
