// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/FieldReader.h"

#include "Plugin/CredentialCheck.h"

#include <cmath>

namespace parley::plugin
{

namespace
{

const nlohmann::json& emptyObject()
{
    static const nlohmann::json empty = nlohmann::json::object();
    return empty;
}

} // namespace

FieldReader::FieldReader(const nlohmann::json& object, std::vector<std::string>& remarkList)
    : fields(object.is_object() ? &object : &emptyObject())
    , remarks(&remarkList)
{
}

FieldReader FieldReader::child(const char* name) const
{
    const auto* field = find(name);
    if (field != nullptr && !field->is_object())
        remark(name);
    return {field == nullptr ? emptyObject() : *field, *remarks};
}

void FieldReader::text(const char* name, std::string& into, const std::string& fallback, std::size_t longest) const
{
    const auto* field = find(name);
    if (field == nullptr)
        into = fallback;
    else if (!field->is_string() || field->get_ref<const std::string&>().size() > longest)
        remark(name);
    else if (holdsKey(field->get_ref<const std::string&>()))
        remarks->push_back(std::string("The saved field \"") + name +
                           "\" holds an API key and was not taken over; keys belong in the environment.");
    else
        into = field->get<std::string>();
}

void FieldReader::flag(const char* name, bool& into, bool fallback) const
{
    const auto* field = find(name);
    if (field == nullptr)
        into = fallback;
    else if (field->is_boolean())
        into = field->get<bool>();
    else
        remark(name);
}

void FieldReader::number(const char* name, double& into, double fallback, double lowest, double highest) const
{
    const auto* field = find(name);
    if (field == nullptr)
    {
        into = fallback;
        return;
    }
    const double value = field->is_number() ? field->get<double>() : std::nan("");
    if (value >= lowest && value <= highest)
        into = value;
    else
        remark(name);
}

void FieldReader::integer(const char* name, int& into, int fallback, int lowest, int highest) const
{
    double value = into;
    number(name, value, fallback, lowest, highest);
    into = static_cast<int>(std::lround(value));
}

void FieldReader::remark(const char* name) const
{
    remarks->push_back(std::string("The saved field \"") + name + "\" could not be used; check it before you connect.");
}

const nlohmann::json* FieldReader::find(const char* name) const
{
    const auto found = fields->find(name);
    return found == fields->end() ? nullptr : &*found;
}

} // namespace parley::plugin
