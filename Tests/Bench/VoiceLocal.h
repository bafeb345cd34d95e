// SPDX-License-Identifier: Apache-2.0
// A spoken turn with the local service, in real time: through a voice pipeline, and through a live session beside it.
#pragma once

#include "Figures.h"

namespace parley::bench
{

/// Says on stdout why, where it cannot be measured.
void measureVoiceLocally(Figures& figures);

} // namespace parley::bench
