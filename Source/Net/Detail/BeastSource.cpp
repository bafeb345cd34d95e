// SPDX-License-Identifier: Apache-2.0
// Compiles Boost.Beast once, for every file that includes its headers.
#include <boost/beast/src.hpp>
