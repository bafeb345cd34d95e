// SPDX-License-Identifier: Apache-2.0
// Makes the ids of the protocol: event_..., item_..., resp_..., sess_..., conv_..., and job numbers.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace parley::service
{

/// The same seed gives the same ids. They name things and guard nothing.
class Identifiers
{
public:
    explicit Identifiers(std::uint64_t seed);

    /// `prefix`, an underscore and 21 letters and digits, as the live service makes them.
    [[nodiscard]] std::string next(std::string_view prefix);

    /// The padding that the live service adds to deltas of text as `obfuscation`.
    [[nodiscard]] std::string padding();

    [[nodiscard]] std::uint64_t nextJob() noexcept { return ++jobs; }

private:
    void append(std::size_t characters, std::string& to);

    std::mt19937_64 random;
    std::uint64_t jobs = 0;
};

} // namespace parley::service
