// SPDX-License-Identifier: GPL-3.0-or-later
// The program that instances take for the local service, for the length of a test.
#pragma once

#include <cstdlib>

namespace parley::tests
{

class NamedService
{
public:
    /// There is none: whatever connects fails at once.
    static constexpr const char* none = "/nonexistent/parley";

    explicit NamedService(const char* program) { ::setenv("PARLEY_SERVICE", program, 1); }
    ~NamedService() { ::unsetenv("PARLEY_SERVICE"); }
    NamedService(const NamedService&) = delete;
    NamedService& operator=(const NamedService&) = delete;
};

} // namespace parley::tests
