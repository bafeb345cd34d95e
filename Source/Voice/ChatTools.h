// SPDX-License-Identifier: Apache-2.0
// Tools in the form in which POST /chat/completions takes them. Pure.
#pragma once

#include "Wire/Item.h"

namespace parley::voice
{

/// From an array in the Realtime protocol's form. Only functions: this door has no others.
/// @thread any
[[nodiscard]] wire::Json chatTools(const wire::Json& tools);

} // namespace parley::voice
