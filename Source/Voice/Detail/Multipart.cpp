// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/Multipart.h"

#include <random>
#include <utility>

namespace parley::voice
{

Multipart::Multipart(std::string chosenBoundary)
    : boundary(std::move(chosenBoundary))
{
}

void Multipart::addField(std::string_view name, std::string_view value)
{
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
    body += name;
    body += "\"\r\n\r\n";
    body += value;
    body += "\r\n";
}

void Multipart::addFile(std::string_view name, std::string_view fileName, std::string_view contentType,
                        std::string_view content)
{
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
    body += name;
    body += "\"; filename=\"";
    body += fileName;
    body += "\"\r\nContent-Type: ";
    body += contentType;
    body += "\r\n\r\n";
    body += content;
    body += "\r\n";
}

std::string Multipart::contentType() const
{
    return "multipart/form-data; boundary=" + boundary;
}

std::string Multipart::finish() &&
{
    body += "--" + boundary + "--\r\n";
    return std::move(body);
}

std::string randomBoundary()
{
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::random_device source;
    std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
    std::string boundary = "parley-";
    for (int i = 0; i < 32; ++i)
        boundary.push_back(letters[any(source)]);
    return boundary;
}

} // namespace parley::voice
