// SPDX-License-Identifier: Apache-2.0
#include "Voice/Workflow.h"

namespace parley::voice
{

void Workflow::wasCut(const std::string&) {}

} // namespace parley::voice
