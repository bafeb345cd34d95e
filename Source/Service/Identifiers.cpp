// SPDX-License-Identifier: Apache-2.0
#include "Service/Identifiers.h"

namespace parley::service
{
namespace
{

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t idCharacters = 21;

} // namespace

Identifiers::Identifiers(std::uint64_t seed)
    : random(seed)
{
}

std::string Identifiers::next(std::string_view prefix)
{
    std::string id(prefix);
    id += '_';
    append(idCharacters, id);
    return id;
}

std::string Identifiers::padding()
{
    std::string text;
    append(6 + random() % 9, text);
    return text;
}

void Identifiers::append(std::size_t characters, std::string& to)
{
    for (std::size_t i = 0; i < characters; ++i)
        to += alphabet[random() % alphabet.size()];
}

} // namespace parley::service
