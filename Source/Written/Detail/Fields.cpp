// SPDX-License-Identifier: Apache-2.0
#include "Written/Detail/Fields.h"

#include <algorithm>
#include <cmath>

namespace parley::written
{
namespace
{

using wire::Json;

/// A number as a reader writes it: 0.25, 1, 64.
std::string written(double number)
{
    if (number == std::floor(number))
        return std::to_string(static_cast<long long>(number));
    return Json(number).dump();
}

bool isBlank(const std::string& text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::string wantsText(const char* key, std::size_t least, std::size_t most)
{
    return std::string("\"") + key + "\" must be a text of " +
           (least > 0 ? std::to_string(least) + " to " : "at most ") + std::to_string(most) + " characters" +
           (least > 0 ? ", not only blanks." : ".");
}

} // namespace

void FaultList::add(const std::string& path, std::string sentence)
{
    if (all.size() < mostFaults)
        all.push_back(text.placed(path, std::move(sentence)));
}

Fields::Fields(const Json& value, std::string itsPath, FaultList& faultList, const Names& known)
    : path(std::move(itsPath))
    , list(faultList)
{
    if (!value.is_object())
    {
        faultHere("here must be an object in braces, with " + listed(known) + ".");
        return;
    }
    object = &value;
    for (const auto& [key, field] : value.items())
        if (std::ranges::find(known, key) == known.end())
        {
            const auto meant = didYouMean(key, known);
            list.add(path + "/" + key, "\"" + key + "\" is not known here" +
                                           (meant.empty() ? "; known are " + listed(known) + "." : meant));
        }
}

const Json* Fields::find(const char* key) const
{
    if (object == nullptr)
        return nullptr;
    const auto found = object->find(key);
    return found != object->end() ? &*found : nullptr;
}

bool Fields::isNull(const char* key) const
{
    const auto* field = find(key);
    return field != nullptr && field->is_null();
}

void Fields::fault(const char* key, std::string sentence) const
{
    list.add(pathOf(key), std::move(sentence));
}

bool Fields::has(const char* key) const
{
    if (object == nullptr)
        return false;
    if (find(key) == nullptr)
        faultHere(std::string("\"") + key + "\" is missing here; add it.");
    return find(key) != nullptr;
}

std::optional<std::string> Fields::text(const char* key, std::size_t most, std::size_t least) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return std::nullopt;
    if (field->is_string())
    {
        auto value = field->get<std::string>();
        if (value.size() >= least && value.size() <= most && (least == 0 || !isBlank(value)))
            return value;
    }
    fault(key, wantsText(key, least, most));
    return std::nullopt;
}

std::optional<double> Fields::number(const char* key, double least, double most) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return std::nullopt;
    if (field->is_number() && field->get<double>() >= least && field->get<double>() <= most)
        return field->get<double>();
    fault(key, std::string("\"") + key + "\" must be a number from " + written(least) + " to " + written(most) + ".");
    return std::nullopt;
}

std::optional<int> Fields::integer(const char* key, int least, int most) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return std::nullopt;
    if (field->is_number())
    {
        const auto value = field->get<double>();
        if (value >= least && value <= most && value == std::floor(value))
            return static_cast<int>(value);
    }
    fault(key, std::string("\"") + key + "\" must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most) + ".");
    return std::nullopt;
}

std::optional<bool> Fields::boolean(const char* key) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return std::nullopt;
    if (field->is_boolean())
        return field->get<bool>();
    fault(key, std::string("\"") + key + "\" must be true or false.");
    return std::nullopt;
}

const Json* Fields::array(const char* key, std::size_t most) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return nullptr;
    if (field->is_array() && field->size() <= most)
        return field;
    fault(key,
          std::string("\"") + key + "\" must be a list in brackets, of at most " + std::to_string(most) + " members.");
    return nullptr;
}

std::optional<Names> Fields::texts(const char* key, std::size_t mostTexts, std::size_t mostLength) const
{
    const auto* field = array(key, mostTexts);
    if (field == nullptr)
        return std::nullopt;
    Names texts;
    for (std::size_t i = 0; i < field->size(); ++i)
    {
        const auto& member = (*field)[i];
        const bool isGood =
            member.is_string() && !isBlank(member.get<std::string>()) && member.get<std::string>().size() <= mostLength;
        if (isGood)
            texts.push_back(member.get<std::string>());
        else
            list.add(pathOf(key) + "/" + std::to_string(i), "each member of " + wantsText(key, 1, mostLength));
    }
    return texts;
}

std::optional<std::size_t> Fields::oneOf(const char* key, const Names& names) const
{
    const auto* field = find(key);
    if (field == nullptr)
        return std::nullopt;
    const auto value = field->is_string() ? field->get<std::string>() : std::string();
    const auto found = std::ranges::find(names, value);
    if (found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    const auto meant = didYouMean(value, names);
    fault(key,
          std::string("\"") + key + "\" must be " + listed(names) + (value.empty() || meant.empty() ? "." : meant));
    return std::nullopt;
}

} // namespace parley::written
