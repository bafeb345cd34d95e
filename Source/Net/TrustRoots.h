// SPDX-License-Identifier: Apache-2.0
// Which certificates a TLS connection trusts. The one place that decides it, used by every connection.
#pragma once

#include "Base/Result.h"

#include <functional>
#include <optional>
#include <string>

namespace parley::net
{

/// A PEM bundle that is trusted beside the system's own roots.
struct TrustRoots
{
    std::string bundlePath; ///< Empty: the system's roots only.
    std::string variable;   ///< The variable that named the bundle, for messages.

    /// CODEX_CA_CERTIFICATE, then SSL_CERT_FILE, blank ignored per variable (Realtime and Voice Guide, "Auth").
    /// A bundle that is missing, or holds no certificate that can be read, is a caFileInvalid error that names it.
    /// @thread any but audio; reads the file
    [[nodiscard]] static Result<TrustRoots>
    fromEnvironment(const std::function<std::optional<std::string>(const char* name)>& environment);
    [[nodiscard]] static Result<TrustRoots> fromEnvironment();
};

} // namespace parley::net
