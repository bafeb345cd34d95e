// SPDX-License-Identifier: Apache-2.0
#include "Service/ServiceCertificate.h"

#include <boost/asio/ip/address.hpp>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>

namespace parley::service
{
namespace
{

constexpr long validSeconds = 30L * 24 * 60 * 60;

template <auto Free>
struct FreeWith
{
    template <typename Owned>
    void operator()(Owned* owned) const
    {
        Free(owned);
    }
};

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

std::string textIn(const Memory& memory)
{
    char* data = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool addExtension(X509* certificate, int kind, const std::string& value)
{
    const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
    return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// As OpenSSL writes subjectAltName. A name with other characters than a host's is left out.
std::string alternativeNames(const std::string& name)
{
    std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
    constexpr auto* ofHosts = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
    if (name.empty() || name == "localhost" || name.find_first_not_of(ofHosts) != std::string::npos)
        return names;
    boost::system::error_code isName;
    const auto address = boost::asio::ip::make_address(name, isName);
    if (isName)
        return names + ",DNS:" + name;
    return address.is_loopback() || address.is_unspecified() ? names : names + ",IP:" + name;
}

bool fill(X509* certificate, EVP_PKEY* key, const std::string& name)
{
    std::uint32_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
        return false;
    const auto* common = reinterpret_cast<const unsigned char*>("Parley local service");
    auto* subject = X509_get_subject_name(certificate);
    return X509_set_version(certificate, 2) == 1 &&
           ASN1_INTEGER_set(X509_get_serialNumber(certificate), static_cast<long>(serial >> 1U) + 1) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), validSeconds) != nullptr &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1 && X509_set_pubkey(certificate, key) == 1 &&
           addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
           addExtension(certificate, NID_subject_alt_name, alternativeNames(name)) &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

} // namespace

Result<ServiceCertificate> makeSelfSignedCertificate(const std::string& name)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    const Memory chain(BIO_new(BIO_s_mem()));
    const Memory secret(BIO_new(BIO_s_mem()));
    const bool isMade = key != nullptr && certificate != nullptr && chain != nullptr && secret != nullptr &&
                        fill(certificate.get(), key.get(), name) &&
                        PEM_write_bio_X509(chain.get(), certificate.get()) == 1 &&
                        PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
    if (!isMade)
        return Error{ErrorCode::tlsFailed,
                     "No certificate could be made: give one with --certificate and --private-key.", "tls"};
    return ServiceCertificate{textIn(chain), Secret(textIn(secret))};
}

} // namespace parley::service
