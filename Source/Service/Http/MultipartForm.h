// SPDX-License-Identifier: Apache-2.0
// Reads multipart/form-data (RFC 7578), as files are uploaded with.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::service
{

/// The views live as long as the body that was read.
struct FormPart
{
    std::string name;
    std::optional<std::string> fileName;
    std::string contentType; ///< Empty: none was given.
    std::string_view content;
};

class MultipartForm
{
public:
    static constexpr std::size_t mostParts = 64;
    static constexpr std::size_t longestHeader = 8192;
    /// RFC 2046, 5.1.1.
    static constexpr std::size_t longestBoundary = 70;

    /// The form, or a sentence that says what is wrong with it.
    /// @thread any
    [[nodiscard]] static std::variant<MultipartForm, std::string> parse(std::string_view contentType,
                                                                        std::string_view body);

    [[nodiscard]] const std::vector<FormPart>& parts() const noexcept { return all; }

private:
    std::vector<FormPart> all;
};

} // namespace parley::service
