// SPDX-License-Identifier: Apache-2.0
#include "Host/ProgressPrinter.h"

#include <catch2/catch.hpp>

#include <sstream>

using parley::host::ProgressPrinter;

TEST_CASE("lines stand in one column, with or without a time")
{
    std::ostringstream out;
    ProgressPrinter printer(out, false);
    printer.line(std::nullopt, "connecting");
    printer.line(1840, "you start speaking");
    CHECK(out.str() == "           connecting\n   1.84 s  you start speaking\n");
}

TEST_CASE("nothing but plain text goes to a file, whatever a service sends")
{
    std::ostringstream out;
    {
        ProgressPrinter printer(out, false);
        printer.running(1000, "listening");
        printer.line(0, "Parley: a\nb\x1b[31m\tc");
    }
    CHECK(out.str() == "   0.00 s  Parley: a b [31m c\n");
}

TEST_CASE("on a terminal the running line is wiped before the next line")
{
    std::ostringstream out;
    ProgressPrinter printer(out, true);
    printer.running(1000, "listening");
    printer.line(2000, "done");
    CHECK(out.str() == "\r\x1b[K   1.00 s  listening\r\x1b[K   2.00 s  done\n");
}
