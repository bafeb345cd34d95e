// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/Models.h"

namespace parley::service
{
namespace
{

Json modelObject(const std::string& name, std::int64_t created)
{
    return {{"id", name}, {"object", "model"}, {"created", created}, {"owned_by", "parley"}};
}

} // namespace

bool isKnownModel(std::string_view name) noexcept
{
    return !name.empty() && !name.starts_with("no-such");
}

std::optional<PlainAnswer> refuseModel(const std::string& name)
{
    if (isKnownModel(name))
        return std::nullopt;
    return refusePlainly(
        404, {"model_not_found",
              "The model '" + name.substr(0, 200) + "' does not exist or you do not have access to it.", "model"});
}

PlainAnswer listModels(std::int64_t created)
{
    auto models = Json::array();
    for (const auto* name : {"gpt-realtime", "gpt-4o-mini", "gpt-4o-mini-transcribe", "whisper-1", "gpt-4o-mini-tts"})
        models.push_back(modelObject(name, created));
    return {200, Json{{"object", "list"}, {"data", models}}.dump(), "application/json"};
}

PlainAnswer describeModel(const std::string& name, std::int64_t created)
{
    if (auto unknown = refuseModel(name))
        return std::move(*unknown);
    return {200, modelObject(name, created).dump(-1, ' ', false, Json::error_handler_t::replace), "application/json"};
}

} // namespace parley::service
