// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/MultipartForm.h"

#include "Net/Headers.h"

#include <algorithm>

namespace parley::service
{
namespace
{

constexpr std::string_view lineEnd = "\r\n";

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The value of `; name=value` in a header, without its quotes.
std::optional<std::string> parameter(std::string_view header, std::string_view name)
{
    std::size_t at = header.find(';');
    while (at != std::string_view::npos)
    {
        const auto rest = header.substr(at + 1);
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos)
            return std::nullopt;
        const bool isWanted = net::isSameHeader(trim(rest.substr(0, equals)), name);
        std::string value;
        std::size_t end = equals + 1;
        if (end < rest.size() && rest[end] == '"')
        {
            for (++end; end < rest.size() && rest[end] != '"'; ++end)
                value += rest[end] == '\\' && end + 1 < rest.size() ? rest[++end] : rest[end];
            end = std::min(rest.size(), end + 1);
        }
        else
        {
            end = std::min(rest.size(), rest.find(';', equals));
            value = trim(rest.substr(equals + 1, end - equals - 1));
        }
        if (isWanted)
            return value;
        const auto next = rest.find(';', end);
        at = next == std::string_view::npos ? next : at + 1 + next;
    }
    return std::nullopt;
}

/// Of "Name: value" lines.
FormPart readHeader(std::string_view header)
{
    FormPart part;
    while (!header.empty())
    {
        const auto line = header.substr(0, header.find(lineEnd));
        header.remove_prefix(std::min(header.size(), line.size() + lineEnd.size()));
        const auto name = line.substr(0, line.find(':'));
        const auto value = trim(line.substr(std::min(line.size(), name.size() + 1)));
        if (net::isSameHeader(name, "Content-Disposition"))
        {
            part.name = parameter(value, "name").value_or("");
            part.fileName = parameter(value, "filename");
        }
        else if (net::isSameHeader(name, "Content-Type"))
            part.contentType = value;
    }
    return part;
}

/// A part between two delimiters; nothing when its header is too long, does not end, or has no name.
std::optional<FormPart> readPart(std::string_view text)
{
    if (text.starts_with(lineEnd))
        return std::nullopt;
    const auto headerEnd = text.substr(0, MultipartForm::longestHeader).find("\r\n\r\n");
    if (headerEnd == std::string_view::npos)
        return std::nullopt;
    auto part = readHeader(text.substr(0, headerEnd));
    part.content = text.substr(headerEnd + 4);
    return part.name.empty() ? std::nullopt : std::optional(std::move(part));
}

} // namespace

std::variant<MultipartForm, std::string> MultipartForm::parse(std::string_view contentType, std::string_view body)
{
    if (!net::isSameHeader(trim(contentType.substr(0, contentType.find(';'))), "multipart/form-data"))
        return "Send the request as multipart/form-data.";
    const auto boundary = parameter(contentType, "boundary");
    if (!boundary.has_value() || boundary->empty() || boundary->size() > longestBoundary)
        return "The Content-Type has no boundary of 1 to 70 characters: let your HTTP library make the form.";
    const auto delimiter = "\r\n--" + *boundary;
    // The first delimiter may stand at the very beginning, without the line's end before it.
    std::size_t at = body.starts_with(std::string_view(delimiter).substr(2)) ? delimiter.size() - 2 : 0;
    if (at == 0)
    {
        at = body.find(delimiter);
        if (at == std::string_view::npos)
            return "The form does not hold the boundary that its Content-Type names.";
        at += delimiter.size();
    }
    MultipartForm form;
    while (!body.substr(at).starts_with("--"))
    {
        const auto begin = body.find(lineEnd, at);
        const auto end = begin == std::string_view::npos ? begin : body.find(delimiter, begin + lineEnd.size());
        if (end == std::string_view::npos)
            return "The form ends before its last boundary: it was cut off on its way.";
        auto part = readPart(body.substr(begin + 2, end - begin - 2));
        if (!part.has_value())
            return "A part of the form has no name, or a header that is too long.";
        if (form.all.size() == mostParts)
            return "The form has more than 64 parts.";
        form.all.push_back(std::move(*part));
        at = end + delimiter.size();
    }
    return form;
}

} // namespace parley::service
