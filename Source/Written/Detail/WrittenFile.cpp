// SPDX-License-Identifier: Apache-2.0
#include "Written/Detail/WrittenFile.h"

#include "Written/Detail/Fields.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace parley::written
{
namespace
{

Error errorOf(const std::string& kind, const std::string& name, std::vector<PlacedFault> faults)
{
    std::ranges::stable_sort(faults, {}, &PlacedFault::line);
    const auto count = faults.size();
    std::string message = "The " + kind + " " + name + " has " +
                          (count == 1                       ? "a fault"
                           : count == FaultList::mostFaults ? "many faults, the first of which are these"
                                                            : std::to_string(count) + " faults") +
                          ":";
    for (const auto& fault : faults)
        message += "\n  line " + std::to_string(fault.line) + ": " + fault.sentence;
    return {ErrorCode::fileInvalid, std::move(message), name};
}

/// Syntax faults have a column, too: they may be anywhere in a line.
Error syntaxErrorOf(const std::string& kind, const std::string& name, std::vector<PlacedFault> faults)
{
    for (auto& fault : faults)
        fault.sentence = "column " + std::to_string(fault.column) + ": " + fault.sentence;
    return errorOf(kind, name, std::move(faults));
}

} // namespace

Result<std::string> readWrittenFile(const std::string& kind, const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
        return Error{ErrorCode::fileNotFound,
                     "The " + kind + " " + file.string() + " cannot be read: check its path and permissions.",
                     file.string()};
    std::string text(largestWrittenFile + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

Result<void> readDocument(const std::string& kind, const std::string& text, const std::string& nameForErrors,
                          const std::function<void(const wire::Json&, FaultList&)>& read)
{
    if (text.size() > largestWrittenFile)
        return Error{ErrorCode::fileInvalid,
                     "The " + kind + " " + nameForErrors + " is larger than 1 MiB: make it smaller.", nameForErrors};
    const JsonText json(text);
    if (!json.faults().empty() && json.document().is_null())
        return syntaxErrorOf(kind, nameForErrors, json.faults());
    FaultList faults(json);
    read(json.document(), faults);
    if (!faults.all.empty())
        return errorOf(kind, nameForErrors, std::move(faults.all));
    return {};
}

} // namespace parley::written
