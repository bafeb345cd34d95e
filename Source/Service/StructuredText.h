// SPDX-License-Identifier: Apache-2.0
// An answer in the form that `response_format` of POST /chat/completions wants. Pure.
#pragma once

#include "Service/Answerer.h"

#include <string>

namespace parley::service
{

/// - json_object, or json_schema without a schema: {"answer": text}
/// - json_schema: the arguments (see ToolArguments) that a function with this schema would get from the outputs of
///   tools, or from what the user said where there are none, with the text in place of the whole line
/// A text that is such an object already (with all that the schema requires) stays, and so does any without a format.
/// @thread any
[[nodiscard]] std::string structuredText(const AnswerRequest& request, const std::string& said, std::string text);

} // namespace parley::service
