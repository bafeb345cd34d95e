// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/JsonBody.h"

#include "Service/JsonDepth.h"

namespace parley::service
{

std::variant<Json, Rejection> readJsonBody(std::string_view body)
{
    auto json = isTooDeep(body) ? Json(Json::value_t::discarded) : Json::parse(body, nullptr, false);
    if (!json.is_object())
        return Rejection{"invalid_json", "We could not parse the JSON body of your request: send one JSON object.", ""};
    return json;
}

} // namespace parley::service
