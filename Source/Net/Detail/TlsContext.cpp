// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/TlsContext.h"

#include "Net/Detail/CertificateBundle.h"
#include "Net/Detail/ConnectionErrors.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace parley::net
{
namespace
{

/// The places OpenSSL was built for, by name: its own default would let SSL_CERT_FILE replace the system's roots.
void trustSystem(SSL_CTX* context)
{
    SSL_CTX_load_verify_file(context, X509_get_default_cert_file());
    SSL_CTX_load_verify_dir(context, X509_get_default_cert_dir());
    ERR_clear_error();
}

Error certificateError(long verdict, const Url& url)
{
    const std::string reason = X509_verify_cert_error_string(verdict);
    const auto host = "\"" + url.host + "\"";
    std::string sentence;
    switch (verdict)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        sentence =
            "The certificate of " + host + " has expired: renew it on the service, or check the date of this computer.";
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        sentence = "The certificate of " + host + " is not valid yet: check the date of this computer.";
        break;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        sentence = "The certificate shown by " + host +
                   " is for another host: check the address, or give the service a certificate for this name.";
        break;
    default:
        sentence = "The certificate of " + host + " is not trusted (" + reason +
                   "): let CODEX_CA_CERTIFICATE name a PEM file with the authority that issued it.";
        break;
    }
    return {ErrorCode::tlsFailed, sentence, "tls", {}, reason};
}

} // namespace

Result<std::shared_ptr<boost::asio::ssl::context>> makeClientContext(const TrustRoots& roots)
{
    auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_verify_mode(boost::asio::ssl::verify_peer);
    trustSystem(context->native_handle());
    if (!roots.bundlePath.empty())
    {
        const auto certificates = readBundle(roots);
        if (!certificates)
            return certificates.error();
        for (const auto& certificate : certificates.value())
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context->native_handle()), certificate.get());
    }
    return context;
}

bool expectHost(SSL* connection, const std::string& host)
{
    boost::system::error_code notAnAddress;
    boost::asio::ip::make_address(host, notAnAddress);
    if (!notAnAddress)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) == 1;
    SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(connection, host.c_str()) == 1 && SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
}

Error handshakeError(SSL* connection, const Url& url, const boost::system::error_code& problem)
{
    if (const auto verdict = SSL_get_verify_result(connection); verdict != X509_V_OK)
        return certificateError(verdict, url);
    const auto reason = ERR_GET_REASON(static_cast<unsigned long>(problem.value()));
    const bool isTls = problem.category() == boost::asio::error::get_ssl_category();
    if (isTls && (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST))
        return {ErrorCode::tlsFailed,
                hostAndPort(url) + " does not speak TLS: check the port, or write ws:// in place of wss:// if the "
                                   "service is meant to be unencrypted.",
                "tls",
                {},
                problem.message()};
    if (problem == boost::asio::ssl::error::stream_truncated || problem == boost::asio::error::eof ||
        problem == boost::asio::error::connection_reset)
        return {ErrorCode::tlsFailed,
                hostAndPort(url) + " hung up during the TLS handshake: check the port, or write ws:// in place of "
                                   "wss:// if the service is meant to be unencrypted.",
                "tls",
                {},
                problem.message()};
    return {ErrorCode::tlsFailed,
            "The TLS handshake with " + hostAndPort(url) + " failed (" + problem.message() +
                "): check the address and whether a proxy or firewall intercepts the connection.",
            "tls",
            {},
            problem.message()};
}

} // namespace parley::net
