// SPDX-License-Identifier: Apache-2.0
// The key for one kind of service, from wherever it is to be found.
#pragma once

#include "Auth/Endpoint.h"
#include "Auth/KeySource.h"

namespace parley::auth
{

/// `chosen` when it is not null; then PARLEY_TOKEN_URL and PARLEY_KEY_FILE; then AZURE_OPENAI_API_KEY for azure, and
/// the places of `findApiKey` for the others: a key for one service is not shown to another. A source that is named and
/// fails is an error; only where none is named the error is noApiKey.
/// May block: @thread pool or a thread of the caller's own, never network or audio.
[[nodiscard]] Result<ApiKey> findServiceKey(ServiceKind kind, KeySource* chosen, const Surroundings& surroundings,
                                            const std::stop_token& stop = {});

} // namespace parley::auth
