// SPDX-License-Identifier: Apache-2.0
// Compiles Boost.Asio once, for every file that includes its headers.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
