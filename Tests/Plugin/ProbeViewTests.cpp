// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MessageThread.h"
#include "Plugin/Views/ProbeView.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::plugin;
using parley::tests::onMessageThread;

TEST_CASE("a probe that fails shows the sentence of the failure")
{
    onMessageThread(
        []
        {
            ProbeView view;
            view.showRunning();
            CHECK(view.sentence() == "Probing...");
            realtime::ProbeReport report;
            report.error = Error{ErrorCode::connectFailed, "Nothing listens there: start the service.", "connect"};
            view.show(report);
            CHECK(view.sentence() == "Nothing listens there: start the service.");
            CHECK(view.getDescription() == view.sentence());
        });
}

TEST_CASE("a stage's time is told to the tenth of a millisecond while it is short, else to the millisecond")
{
    using namespace std::chrono_literals;
    CHECK(ProbeView::inMilliseconds(312us) == "0.3 ms");
    CHECK(ProbeView::inMilliseconds(20'947us) == "21 ms");
    CHECK(ProbeView::inMilliseconds(1'200'000us) == "1200 ms");
}
