// SPDX-License-Identifier: Apache-2.0
#include "Service/KeyDigest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace parley::service
{

KeyDigest digestOf(std::string_view key)
{
    static_assert(SHA256_DIGEST_LENGTH == std::tuple_size_v<KeyDigest>);
    KeyDigest digest{};
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    return digest;
}

bool isSame(const KeyDigest& left, const KeyDigest& right) noexcept
{
    return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace parley::service
