// SPDX-License-Identifier: Apache-2.0
// What a service can do. Servers that speak the protocol in part lack some of it.
#pragma once

namespace parley::realtime
{

/// What is lacking is never sent: a session does without, in the way that stands beside it.
struct Capabilities
{
    bool cancel = true;      ///< Lacking: the answer is silenced here and its speech dropped until it ends.
    bool truncate = true;    ///< Lacking: an unheard answer is deleted, one that was heard in part stays whole.
    bool semanticVad = true; ///< Lacking: server_vad in its place, and a Warning.
    bool audio = true;       ///< Lacking: answers are text, and microphone audio is not sent; a Warning.
    bool tools = true;       ///< Lacking: the model is offered none; a Warning where there were some.

    [[nodiscard]] bool operator==(const Capabilities&) const = default;
};

} // namespace parley::realtime
