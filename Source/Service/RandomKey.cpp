// SPDX-License-Identifier: Apache-2.0
#include "Service/RandomKey.h"

#include <openssl/rand.h>

#include <array>

namespace parley::service
{

Result<std::string> makeRandomKey(std::string_view prefix)
{
    std::array<unsigned char, 24> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return Error{ErrorCode::internal, "No random numbers for a key: set PARLEY_SERVICE_KEY to one.", "service"};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(prefix);
    for (const auto byte : bytes)
    {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

} // namespace parley::service
