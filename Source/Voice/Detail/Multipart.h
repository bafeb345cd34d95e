// SPDX-License-Identifier: Apache-2.0
// A form with a file in it, as an HTTP body (RFC 7578). Pure: the boundary is an argument.
#pragma once

#include <string>
#include <string_view>

namespace parley::voice
{

/// @thread one at a time
class Multipart
{
public:
    /// The boundary must occur in no part.
    explicit Multipart(std::string chosenBoundary);

    void addField(std::string_view name, std::string_view value);
    void addFile(std::string_view name, std::string_view fileName, std::string_view contentType,
                 std::string_view content);

    [[nodiscard]] std::string contentType() const;
    /// All of it. Nothing can be added any more.
    [[nodiscard]] std::string finish() &&;

private:
    std::string boundary;
    std::string body;
};

/// One that no speech and no setting holds.
/// @thread any but audio
[[nodiscard]] std::string randomBoundary();

} // namespace parley::voice
