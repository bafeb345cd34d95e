// SPDX-License-Identifier: Apache-2.0
// Certificates made in memory: an authority of the tests' own, and what it issues.
#pragma once

#include <memory>
#include <string>

namespace parley::test
{

struct IssuedCertificate
{
    std::string certificatePem;
    std::string keyPem;
};

enum class Validity
{
    now,
    expired
};

class TestAuthority
{
public:
    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    [[nodiscard]] std::string pem() const;

    /// `names` as OpenSSL writes subjectAltName: "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] IssuedCertificate issue(const std::string& names, Validity validity = Validity::now) const;

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace parley::test
