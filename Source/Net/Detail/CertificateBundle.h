// SPDX-License-Identifier: Apache-2.0
// Reads the certificates of a PEM bundle, with errors that name the file and the variable that chose it.
#pragma once

#include "Net/TrustRoots.h"

#include <openssl/x509.h>

#include <memory>
#include <vector>

namespace parley::net
{

struct FreeCertificate
{
    void operator()(X509* certificate) const { X509_free(certificate); }
};

using Certificate = std::unique_ptr<X509, FreeCertificate>;

/// At least one certificate, or a caFileInvalid error. Files over 16 MiB are refused.
/// @thread pool or a thread of the caller's own: reads the file
[[nodiscard]] Result<std::vector<Certificate>> readBundle(const TrustRoots& roots);

} // namespace parley::net
