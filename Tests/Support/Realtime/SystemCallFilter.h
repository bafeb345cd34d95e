// SPDX-License-Identifier: Apache-2.0
// Notes every system call of one thread. A filter cannot be taken off again, so the thread must be made for this.
#pragma once

namespace parley::test
{

/// From here on each system call of the calling thread raises SIGSYS; its handler notes the call (see Recorder.h) and
/// makes it, so that the thread can do everything but start threads and processes. False when there is no such filter.
[[nodiscard]] bool watchSystemCalls() noexcept;

} // namespace parley::test
