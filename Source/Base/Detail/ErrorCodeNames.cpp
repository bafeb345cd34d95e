// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/ErrorCodeNames.h"

namespace parley
{

std::optional<ErrorCode> errorCodeNamed(std::string_view name) noexcept
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
        if (toString(static_cast<ErrorCode>(code)) == name)
            return static_cast<ErrorCode>(code);
    return std::nullopt;
}

} // namespace parley
