// SPDX-License-Identifier: Apache-2.0
#include "Net/TrustRoots.h"
#include "Support/TemporaryFolder.h"
#include "Support/TestCertificates.h"

#include <catch2/catch.hpp>

#include <map>

using namespace parley;
using namespace parley::test;
using Catch::Matchers::Contains;

namespace
{

Result<net::TrustRoots> rootsWith(const std::map<std::string, std::string>& variables)
{
    return net::TrustRoots::fromEnvironment(
        [&](const char* name) -> std::optional<std::string>
        {
            const auto at = variables.find(name);
            return at == variables.end() ? std::nullopt : std::optional<std::string>(at->second);
        });
}

} // namespace

TEST_CASE("without a variable the system's roots are trusted alone")
{
    CHECK(rootsWith({}).value().bundlePath.empty());
    CHECK(rootsWith({{"CODEX_CA_CERTIFICATE", " "}, {"SSL_CERT_FILE", ""}}).value().bundlePath.empty());
}

TEST_CASE("CODEX_CA_CERTIFICATE goes before SSL_CERT_FILE, and a blank one does not")
{
    const TemporaryFolder folder;
    const auto first = folder.write("first.pem", TestAuthority().pem()).string();
    const auto second = folder.write("second.pem", TestAuthority().pem() + TestAuthority().pem()).string();
    const auto both = rootsWith({{"CODEX_CA_CERTIFICATE", " " + first + "\n"}, {"SSL_CERT_FILE", second}}).value();
    CHECK(both.bundlePath == first);
    CHECK(both.variable == "CODEX_CA_CERTIFICATE");
    const auto blank = rootsWith({{"CODEX_CA_CERTIFICATE", "  "}, {"SSL_CERT_FILE", second}}).value();
    CHECK(blank.bundlePath == second);
    CHECK(blank.variable == "SSL_CERT_FILE");
}

TEST_CASE("a bundle that cannot serve is an error that names the file and the variable")
{
    const TemporaryFolder folder;
    const auto pem = TestAuthority().pem();
    const auto damaged = pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    const auto key = TestAuthority().issue("DNS:localhost").keyPem;
    for (const auto& path :
         {folder.path() / "missing.pem", folder.path(), folder.write("empty.pem", ""),
          folder.write("text.pem", "no certificate"), folder.write("key.pem", key), folder.write("bad.pem", damaged)})
    {
        INFO(path);
        const auto roots = rootsWith({{"CODEX_CA_CERTIFICATE", path.string()}});
        REQUIRE_FALSE(roots);
        CHECK(roots.error().code == ErrorCode::caFileInvalid);
        CHECK_THAT(roots.error().message, Contains(path.string()) && Contains("CODEX_CA_CERTIFICATE"));
    }
}
