// SPDX-License-Identifier: GPL-3.0-or-later
// Tells whether the agents file a project was made with is another one now. Looks in the background, and only when
// asked.
#pragma once

#include "Base/Executor.h"
#include "Plugin/Settings.h"

#include <memory>

namespace parley::plugin
{

enum class CastFileState
{
    none,      ///< No file, or nobody has looked yet.
    unchanged, ///< It holds what was opened.
    changed,
    missing ///< It cannot be read any more; the project's own copy speaks.
};

/// @thread message
class CastFileWatch
{
public:
    CastFileWatch();
    ~CastFileWatch();

    /// Begins a look on the tool pool, unless one is under way; `state` tells of it a little later. At most two looks a
    /// second read the file.
    void look(const CastSettings& cast);

    /// Of the latest look at this cast; `none` for another one.
    [[nodiscard]] CastFileState state(const CastSettings& cast);

private:
    struct Answer;
    std::shared_ptr<Answer> answer;
    std::shared_ptr<Executor> executor; ///< Its threads are let go when the look is over.
};

} // namespace parley::plugin
