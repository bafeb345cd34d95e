// SPDX-License-Identifier: Apache-2.0
// The address and headers under which a service is reached: the one place that makes them. Pure.
#pragma once

#include "Auth/ApiKey.h"
#include "Base/Result.h"
#include "Net/Headers.h"
#include "Net/Url.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::auth
{

enum class ServiceKind
{
    openAi,
    azure,
    custom
};

/// What a user may add to the usual address and headers.
struct EndpointExtras
{
    std::string callId;           ///< Joins this call; no model is named then.
    std::string organization;     ///< OpenAI-Organization; empty: OPENAI_ORG_ID, for openAi.
    std::string project;          ///< OpenAI-Project; empty: OPENAI_PROJECT_ID, for openAi.
    std::string safetyIdentifier; ///< OpenAI-Safety-Identifier: a stable, hashed id of the person who speaks.
    /// Each replaces what is sent under its name, in any case of letters; one without a value removes it.
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;

    [[nodiscard]] bool operator==(const EndpointExtras&) const = default;
};

struct EndpointRequest
{
    ServiceKind kind = ServiceKind::openAi;
    /// custom: a ws or wss address. azure: the name of a resource, its host, or its address; empty:
    /// AZURE_OPENAI_ENDPOINT. openAi: unused.
    std::string url;
    std::string model; ///< azure: the name of the deployment.
    EndpointExtras extras;
};

/// The ws or wss address. openAi: OPENAI_BASE_URL, when it is not blank, with /realtime behind its path. A query that
/// is there stays, and names the model if it has model, deployment or call_id. Errors: invalidArgument.
/// @thread any but audio
[[nodiscard]] Result<net::Url> endpointUrl(const EndpointRequest& request, const Surroundings& surroundings);

/// The http or https address of the service's other doors, of which "/audio/speech" is one: that of its realtime one
/// without /realtime at the end of its path. Of the query only api-version stays, for requests name their own model.
/// @thread any but audio
[[nodiscard]] net::Url restBase(net::Url realtimeUrl);

/// Whether a key may be sent there: over TLS, or within this machine. On the way to another machine anyone reads ws.
/// @thread any
[[nodiscard]] bool mayCarryKey(const net::Url& url);

/// Whether the extra headers say how the client authenticates, so that no key has to be found.
/// @thread any
[[nodiscard]] bool bringsCredential(const EndpointRequest& request);

/// The headers of the upgrade. The key goes into Authorization, an Azure key into api-key. Errors, invalidArgument all:
/// a header that HTTP does not allow, one that belongs to the connection, or a credential where `mayCarryKey` is false.
/// @thread any but audio
[[nodiscard]] Result<net::Headers> endpointHeaders(const EndpointRequest& request, const net::Url& url,
                                                   const std::optional<ApiKey>& key, const Surroundings& surroundings);

} // namespace parley::auth
