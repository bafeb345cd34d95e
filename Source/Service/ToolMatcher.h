// SPDX-License-Identifier: Apache-2.0
// Which functions a line of the user's calls for: by fixed rules, so that they can be foretold.
#pragma once

#include "Service/Answerer.h"

#include <string>
#include <vector>

namespace parley::service
{

/// A function is called when the line has every word of its name (get, set, find and the like aside), or two words of
/// its description. "transfer_to_..." wants the words behind it, and "transfer", "connect", "switch", "speak" or "talk"
/// before them. Endings in s do not count. A forced function is called whatever was said; "required" calls the first
/// if none fits; "none" calls none. Several are called at once unless `parallelToolCalls` forbids it, in the order in
/// which the session lists them. Their arguments are those of ToolArguments.
[[nodiscard]] std::vector<FunctionCall> matchTools(const AnswerRequest& request, const std::string& said);

/// Whether the function hands over to another agent: "transfer_to_..." does.
/// @thread any
[[nodiscard]] bool handsOver(const std::string& function);

/// Whether the function hands over to the agent of this name: "transfer_to_Billing_Desk" to "billing desk".
/// @thread any
[[nodiscard]] bool handsOverTo(const std::string& function, const std::string& agent);

} // namespace parley::service
