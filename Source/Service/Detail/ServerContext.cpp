// SPDX-License-Identifier: Apache-2.0
#include "Service/Detail/ServerContext.h"

#include <boost/asio/buffer.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace parley::service
{

Result<std::shared_ptr<boost::asio::ssl::context>> makeServerContext(const ServiceCertificate& certificate)
{
    namespace ssl = boost::asio::ssl;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    boost::system::error_code failed;
    context->use_certificate_chain(boost::asio::buffer(certificate.chainPem), failed);
    if (!failed)
        context->use_private_key(boost::asio::buffer(certificate.privateKeyPem.reveal()), ssl::context::pem, failed);
    const bool isGood = !failed && SSL_CTX_check_private_key(context->native_handle()) == 1;
    ERR_clear_error();
    if (!isGood)
        return Error{ErrorCode::tlsFailed,
                     "The certificate or its private key cannot be used: give PEM files that belong together, the key "
                     "without a password.",
                     "tls"};
    return context;
}

} // namespace parley::service
