// SPDX-License-Identifier: Apache-2.0
// Which proxy a connection goes through: the variables that curl reads, with curl's meaning.
#pragma once

#include "Base/Result.h"
#include "Base/Secret.h"
#include "Net/Url.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace parley::net
{

/// An HTTP proxy, ready to be connected to.
struct Proxy
{
    Url url;              ///< Scheme, host and port of the proxy; never its password.
    Secret authorization; ///< The value of Proxy-Authorization; empty when the address names no user.
    std::string variable; ///< What named the proxy, for messages.
};

/// The proxies to use. All empty: none.
struct ProxySettings
{
    /// An address as it was written, and where. It may hold a password: never logged.
    struct Address
    {
        std::string text;
        std::string variable;
    };

    Address secure;      ///< For wss and https.
    Address plain;       ///< For ws and http.
    std::string noProxy; ///< Hosts reached without a proxy, see `proxyFor`.

    /// For wss and https: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY. For ws and http: http_proxy, all_proxy,
    /// ALL_PROXY; not HTTP_PROXY, which a CGI program is given by whoever asks it. Exceptions: no_proxy, NO_PROXY.
    /// The first that is not blank counts.
    /// @thread any but audio
    [[nodiscard]] static ProxySettings
    fromEnvironment(const std::function<std::optional<std::string>(const char* name)>& environment);
    [[nodiscard]] static ProxySettings fromEnvironment();

    /// The proxy for this address, or nothing. This machine is never reached through one, nor is a host that `noProxy`
    /// lists: "*", a name (which stands for all names below it, with or without a leading dot), an address, a network
    /// as 10.0.0.0/8; a name or address may end in ":port". Proxies are http://, with or without user:password@; any
    /// other kind is an invalidArgument error that names the variable.
    /// @thread any but audio
    [[nodiscard]] Result<std::optional<Proxy>> proxyFor(const Url& url) const;
};

} // namespace parley::net
