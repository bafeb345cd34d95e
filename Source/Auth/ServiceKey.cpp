// SPDX-License-Identifier: Apache-2.0
#include "Auth/ServiceKey.h"

#include "Auth/Detail/Trimmed.h"

namespace parley::auth
{
namespace
{

Result<ApiKey> findAzureKey(const Surroundings& surroundings)
{
    constexpr auto* variable = "AZURE_OPENAI_API_KEY";
    auto key = surroundings.environment ? trimmed(surroundings.environment(variable).value_or("")) : std::string();
    if (key.empty())
        return Error{ErrorCode::noApiKey,
                     "No key for Azure was found: set AZURE_OPENAI_API_KEY, or let PARLEY_KEY_FILE name a file that "
                     "holds it.",
                     "auth"};
    return ApiKey{Secret(std::move(key)), variable};
}

} // namespace

Result<ApiKey> findServiceKey(ServiceKind kind, KeySource* chosen, const Surroundings& surroundings,
                              const std::stop_token& stop)
{
    if (chosen != nullptr)
        return chosen->take(stop);
    const auto named = KeySource::fromEnvironment(surroundings);
    if (!named)
        return named.error();
    if (named.value() != nullptr)
        return named.value()->take(stop);
    return kind == ServiceKind::azure ? findAzureKey(surroundings) : findApiKey(surroundings);
}

} // namespace parley::auth
