// SPDX-License-Identifier: Apache-2.0
// Compiles Boost.URL once, for every file that includes its headers.
#include <boost/url/src.hpp>
