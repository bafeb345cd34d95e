// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one JSON object field by field: wrong fields are remarked on and leave the value as it was.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::plugin
{

/// The names of an enumeration as a document spells them.
template <typename Choice, std::size_t count>
using ChoiceNames = std::array<std::pair<std::string_view, Choice>, count>;

class FieldReader
{
public:
    /// Both references must outlive the reader. Anything but an object reads as an empty one, with a remark.
    FieldReader(const nlohmann::json& object, std::vector<std::string>& remarkList);

    /// The object of that name, or an empty one.
    [[nodiscard]] FieldReader child(const char* name) const;

    /// `into` gets the field; `fallback` when it is missing; stays as it is when it is wrong or holds a key.
    void text(const char* name, std::string& into, const std::string& fallback, std::size_t longest) const;
    void flag(const char* name, bool& into, bool fallback) const;
    void number(const char* name, double& into, double fallback, double lowest, double highest) const;
    void integer(const char* name, int& into, int fallback, int lowest, int highest) const;

    template <typename Choice, std::size_t count>
    void choice(const char* name, Choice& into, Choice fallback, const ChoiceNames<Choice, count>& names) const
    {
        const auto* field = find(name);
        if (field == nullptr)
        {
            into = fallback;
            return;
        }
        if (field->is_string())
            for (const auto& [spelling, value] : names)
                if (field->get_ref<const std::string&>() == spelling)
                {
                    into = value;
                    return;
                }
        remark(name);
    }

    /// Says that the field was not taken over.
    void remark(const char* name) const;

private:
    [[nodiscard]] const nlohmann::json* find(const char* name) const;

    const nlohmann::json* fields;
    std::vector<std::string>* remarks;
};

template <typename Choice, std::size_t count>
[[nodiscard]] std::string spellingOf(Choice value, const ChoiceNames<Choice, count>& names)
{
    for (const auto& [spelling, candidate] : names)
        if (candidate == value)
            return std::string(spelling);
    return {};
}

} // namespace parley::plugin
