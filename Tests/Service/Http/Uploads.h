// SPDX-License-Identifier: Apache-2.0
// Forms as an HTTP library makes them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parley::service
{

constexpr auto* formType = "multipart/form-data; boundary=\"parley boundary\"";

struct Upload
{
    std::string fileName;
    std::string content;
    std::string contentType = "application/octet-stream";
};

inline std::string makeForm(const std::vector<std::pair<std::string, std::string>>& fields, const Upload& file)
{
    std::string body;
    for (const auto& [name, value] : fields)
        body += "--parley boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    if (!file.fileName.empty())
        body += "--parley boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.fileName +
                "\"\r\nContent-Type: " + file.contentType + "\r\n\r\n" + file.content + "\r\n";
    return body + "--parley boundary--\r\n";
}

} // namespace parley::service
