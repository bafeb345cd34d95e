// SPDX-License-Identifier: Apache-2.0
#include "Net/TrustRoots.h"

#include "Net/Detail/CertificateBundle.h"

#include <cstdlib>

namespace parley::net
{
namespace
{

std::string trimmed(const std::string& text)
{
    constexpr auto blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace

Result<TrustRoots>
TrustRoots::fromEnvironment(const std::function<std::optional<std::string>(const char* name)>& environment)
{
    for (const auto* variable : {"CODEX_CA_CERTIFICATE", "SSL_CERT_FILE"})
    {
        const auto path = trimmed(environment(variable).value_or(std::string()));
        if (path.empty())
            continue;
        TrustRoots roots{path, variable};
        if (const auto certificates = readBundle(roots); !certificates)
            return certificates.error();
        return roots;
    }
    return TrustRoots{};
}

Result<TrustRoots> TrustRoots::fromEnvironment()
{
    return fromEnvironment(
        [](const char* name) -> std::optional<std::string>
        {
            const auto* value = std::getenv(name);
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        });
}

} // namespace parley::net
