// SPDX-License-Identifier: Apache-2.0
// What every declared tool has in common: how the model sees it, and when it may run.
#pragma once

#include "Cast/ToolArgument.h"
#include "Realtime/Tool.h"

#include <chrono>
#include <functional>
#include <string>

namespace parley::cast
{

struct DeclaredTool
{
    std::string name;
    std::string description{};
    ToolArguments arguments{};
    bool needsApproval = false;
    bool isBackground = false; ///< The model is told what came of it, and is not asked to answer.
    std::chrono::milliseconds deadline{10000};
};

/// The tool whose calls `act` carries out, once their arguments were found good. What `act` returns is told to the
/// model. @thread pool
[[nodiscard]] realtime::Tool toolFrom(const DeclaredTool& declared,
                                      std::function<Result<std::string>(const realtime::ToolCall&)> act);

} // namespace parley::cast
