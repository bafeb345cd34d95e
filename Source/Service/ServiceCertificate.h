// SPDX-License-Identifier: Apache-2.0
// What a service shows to clients that come over TLS.
#pragma once

#include "Base/Result.h"
#include "Base/Secret.h"

#include <string>

namespace parley::service
{

struct ServiceCertificate
{
    std::string chainPem; ///< The service's own first, then those that issued it.
    Secret privateKeyPem;
};

/// A certificate that nobody has issued, for localhost, 127.0.0.1, ::1 and `name`, good for 30 days: a client must be
/// told to trust it. EC on P-256, made in memory; an error when the system has no randomness.
/// @thread any
[[nodiscard]] Result<ServiceCertificate> makeSelfSignedCertificate(const std::string& name);

} // namespace parley::service
