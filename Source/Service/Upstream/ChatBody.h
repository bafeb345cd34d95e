// SPDX-License-Identifier: Apache-2.0
// What a chat model is asked. Pure.
#pragma once

#include "Service/Answerer.h"

#include <string>

namespace parley::service
{

/// The body of a streamed POST /chat/completions. Of the tools those of type function are offered.
/// @thread any
[[nodiscard]] wire::Json chatBody(const std::string& model, const AnswerRequest& request);

} // namespace parley::service
