// SPDX-License-Identifier: Apache-2.0
// Leaves a test whose ground is not there, and says so where scripts/test counts it.
#pragma once

#include <catch2/catch.hpp>

#include <iostream>

/// Prints "SKIPPED: <test>: <reason>" and returns from the test. Only for what the machine lacks, never for a failure.
#define PARLEY_SKIP(reason)                                                                                            \
    do                                                                                                                 \
    {                                                                                                                  \
        std::cerr << "SKIPPED: " << Catch::getResultCapture().getCurrentTestName() << ": " << (reason) << std::endl;   \
        return;                                                                                                        \
    } while (false)
