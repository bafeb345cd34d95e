// SPDX-License-Identifier: Apache-2.0
// TLS for the service's side. Only for ServiceServer.cpp.
#pragma once

#include "Service/ServiceCertificate.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace parley::service
{

/// TLS 1.2 and newer; tlsFailed when certificate and key cannot be read or do not belong together.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>>
makeServerContext(const ServiceCertificate& certificate);

} // namespace parley::service
