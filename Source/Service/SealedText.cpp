// SPDX-License-Identifier: Apache-2.0
#include "Service/SealedText.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <vector>

namespace parley::service
{
namespace
{

using Bytes = std::vector<unsigned char>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

constexpr int nonceLength = 12;
constexpr int tagLength = 16;
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// RFC 4648, base64url without padding.
std::string toText(const Bytes& bytes)
{
    std::string text;
    unsigned bits = 0;
    int count = 0;
    for (const auto byte : bytes)
    {
        bits = (bits << 8U) | byte;
        for (count += 8; count >= 6; count -= 6)
            text += digits[(bits >> static_cast<unsigned>(count - 6)) & 63U];
    }
    if (count > 0)
        text += digits[(bits << static_cast<unsigned>(6 - count)) & 63U];
    return text;
}

std::optional<Bytes> toBytes(std::string_view text)
{
    Bytes bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text)
    {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6U) | static_cast<unsigned>(digit);
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        bytes.push_back(static_cast<unsigned char>((bits >> static_cast<unsigned>(count)) & 255U));
    }
    return bytes;
}

} // namespace

Result<std::string> seal(const KeyDigest& key, std::string_view text)
{
    Bytes sealed(nonceLength + text.size() + tagLength);
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    auto* const body = sealed.data() + nonceLength;
    int length = 0;
    const bool isGood =
        cipher != nullptr && RAND_bytes(sealed.data(), nonceLength) == 1 &&
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), sealed.data()) == 1 &&
        EVP_EncryptUpdate(cipher.get(), body, &length, reinterpret_cast<const unsigned char*>(text.data()),
                          static_cast<int>(text.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), body + length, &length) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagLength, body + text.size()) == 1;
    ERR_clear_error();
    if (!isGood)
        return Error{ErrorCode::internal, "No client secret could be made: the system has no random numbers.",
                     "service"};
    return toText(sealed);
}

std::optional<std::string> unseal(const KeyDigest& key, std::string_view sealed)
{
    auto bytes = toBytes(sealed);
    if (!bytes || bytes->size() < nonceLength + tagLength)
        return std::nullopt;
    std::string text(bytes->size() - nonceLength - tagLength, '\0');
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    auto* const body = bytes->data() + nonceLength;
    auto* const to = reinterpret_cast<unsigned char*>(text.data());
    int length = 0;
    const bool isGood = cipher != nullptr &&
                        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes->data()) == 1 &&
                        EVP_DecryptUpdate(cipher.get(), to, &length, body, static_cast<int>(text.size())) == 1 &&
                        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagLength, body + text.size()) == 1 &&
                        EVP_DecryptFinal_ex(cipher.get(), to + length, &length) == 1;
    ERR_clear_error();
    return isGood ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace parley::service
