// SPDX-License-Identifier: Apache-2.0
// The list of hosts that are reached without a proxy.
#pragma once

#include "Net/Url.h"

#include <string_view>

namespace parley::net
{

/// Whether the list names this address' host; for what a list may hold see ProxySettings::proxyFor. Entries that make
/// no sense name nothing.
/// @thread any
[[nodiscard]] bool isExcepted(const Url& url, std::string_view list);

} // namespace parley::net
