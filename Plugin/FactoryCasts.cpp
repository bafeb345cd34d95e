// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/FactoryCasts.h"

#include <ParleyCasts.h>
#include <array>
#include <cstdint>

namespace parley::plugin
{

const std::vector<FactoryCast>& factoryCasts()
{
    using namespace ParleyCasts;
    static const std::vector<FactoryCast> casts{
        {"Assistant", std::string(Assistant_json, static_cast<std::size_t>(Assistant_jsonSize))},
        {"Museum Guide", std::string(MuseumGuide_json, static_cast<std::size_t>(MuseumGuide_jsonSize))},
        {"Interpreter", std::string(Interpreter_json, static_cast<std::size_t>(Interpreter_jsonSize))},
        {"Two Characters", std::string(TwoCharacters_json, static_cast<std::size_t>(TwoCharacters_jsonSize))},
        {"Push-to-talk Oracle",
         std::string(PushToTalkOracle_json, static_cast<std::size_t>(PushToTalkOracle_jsonSize))},
    };
    return casts;
}

std::string digestOf(std::string_view text)
{
    // The parameters of FNV-1a for 64 bits.
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result(16, '0');
    for (auto digit = result.rbegin(); digit != result.rend(); ++digit, hash >>= 4U)
        *digit = digits[hash & 15U];
    return result;
}

} // namespace parley::plugin
