// SPDX-License-Identifier: Apache-2.0
// Something under way at a model or a workflow, for as long as its handle lives.
#pragma once

namespace parley::voice
{

/// Its end gives the work up at once: no handler is called any more. It may end from inside a handler of its own.
/// @thread network, all of it
class Activity
{
public:
    Activity() = default;
    virtual ~Activity() = default;
    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;
};

} // namespace parley::voice
