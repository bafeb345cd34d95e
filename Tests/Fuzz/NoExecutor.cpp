// SPDX-License-Identifier: Apache-2.0
// What is fuzzed has no thread of its own: the network thread's library is not linked, and none of it lives.
#include "Base/Detail/LibraryWide.h"

bool parley::doesAnExecutorLive() noexcept
{
    return false;
}
