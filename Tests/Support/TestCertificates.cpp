// SPDX-License-Identifier: Apache-2.0
#include "Support/TestCertificates.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace parley::test
{
namespace
{

struct FreeKey
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate
{
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeBio
{
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Bio = std::unique_ptr<BIO, FreeBio>;

constexpr long hourSeconds = 3600;

Key newKey()
{
    return Key(EVP_EC_gen("P-256"));
}

std::string contentOf(BIO* bio)
{
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string toPem(X509* certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return contentOf(bio.get());
}

std::string toPem(EVP_PKEY* key)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return contentOf(bio.get());
}

Certificate newCertificate(EVP_PKEY* key, const char* commonName, Validity validity)
{
    static long serial = 1;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    const bool isExpired = validity == Validity::expired;
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), isExpired ? -2 * hourSeconds : -hourSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), isExpired ? -hourSeconds : hourSeconds);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(commonName), -1, -1, 0);
    X509_set_pubkey(certificate.get(), key);
    return certificate;
}

void addExtension(X509* certificate, int kind, const std::string& value)
{
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

struct TestAuthority::State
{
    Key key = newKey();
    Certificate certificate = newCertificate(key.get(), "Parley test authority", Validity::now);
};

TestAuthority::TestAuthority()
    : state(std::make_unique<State>())
{
    auto* certificate = state->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(certificate, NID_key_usage, "critical,keyCertSign");
    X509_sign(certificate, state->key.get(), EVP_sha256());
}

TestAuthority::~TestAuthority() = default;

std::string TestAuthority::pem() const
{
    return toPem(state->certificate.get());
}

IssuedCertificate TestAuthority::issue(const std::string& names, Validity validity) const
{
    const auto key = newKey();
    const auto certificate = newCertificate(key.get(), "Parley test service", validity);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(state->certificate.get()));
    addExtension(certificate.get(), NID_subject_alt_name, names);
    X509_sign(certificate.get(), state->key.get(), EVP_sha256());
    return {toPem(certificate.get()), toPem(key.get())};
}

} // namespace parley::test
