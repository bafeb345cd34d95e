// SPDX-License-Identifier: Apache-2.0
// Reads the fields of one object of a file that people write, and notes a fault for each that is not as it must be.
#pragma once

#include "Written/Detail/JsonText.h"
#include "Written/Detail/NearestName.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::written
{

/// What is wrong with a file. After `mostFaults` more are not noted.
struct FaultList
{
    static constexpr std::size_t mostFaults = 20;

    explicit FaultList(const JsonText& readText)
        : text(readText)
        , all(readText.faults())
    {
    }
    void add(const std::string& path, std::string sentence);

    const JsonText& text;
    std::vector<PlacedFault> all;
};

using Names = std::vector<std::string>;

/// A name as the file writes it and what it stands for.
template <typename T>
using Choice = std::pair<const char*, T>;

/// A field that is missing gives nothing; one that is wrong gives nothing and a fault.
class Fields
{
public:
    /// Faults: no object, and every key that is not `known`.
    Fields(const wire::Json& value, std::string itsPath, FaultList& faultList, const Names& known);

    [[nodiscard]] bool isObject() const noexcept { return object != nullptr; }
    [[nodiscard]] const wire::Json* find(const char* key) const;
    [[nodiscard]] bool isNull(const char* key) const;
    [[nodiscard]] std::string pathOf(const char* key) const { return path + "/" + key; }
    [[nodiscard]] FaultList& faults() const noexcept { return list; }
    void fault(const char* key, std::string sentence) const;
    void faultHere(std::string sentence) const { list.add(path, std::move(sentence)); }

    /// False, with a fault, when the key is not there.
    bool has(const char* key) const;

    [[nodiscard]] std::optional<std::string> text(const char* key, std::size_t most, std::size_t least = 1) const;
    [[nodiscard]] std::optional<double> number(const char* key, double least, double most) const;
    [[nodiscard]] std::optional<int> integer(const char* key, int least, int most) const;
    [[nodiscard]] std::optional<bool> boolean(const char* key) const;
    /// Texts of a list; a fault for each member that is none.
    [[nodiscard]] std::optional<Names> texts(const char* key, std::size_t mostTexts, std::size_t mostLength) const;
    /// A list; members are read by the caller.
    [[nodiscard]] const wire::Json* array(const char* key, std::size_t most) const;

    template <typename T, std::size_t count>
    [[nodiscard]] std::optional<T> choice(const char* key, const std::array<Choice<T>, count>& choices) const
    {
        Names names;
        for (const auto& [name, value] : choices)
            names.emplace_back(name);
        const auto chosen = oneOf(key, names);
        if (!chosen)
            return std::nullopt;
        return choices[*chosen].second;
    }

private:
    [[nodiscard]] std::optional<std::size_t> oneOf(const char* key, const Names& names) const;

    const wire::Json* object = nullptr;
    std::string path;
    FaultList& list;
};

} // namespace parley::written
