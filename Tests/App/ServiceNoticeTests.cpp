// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/ServiceNotice.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace parley;
using namespace parley::app;

namespace
{

/// The socket of a service manager.
class Manager
{
public:
    Manager()
        : descriptor(::socket(AF_UNIX, SOCK_DGRAM, 0))
    {
        const auto path = (folder.path() / "notify").string();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof(address.sun_path) - 1);
        REQUIRE(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }
    ~Manager()
    {
        ::close(descriptor);
        for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
            unsetenv(name);
    }
    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    /// The next message that has come, or nothing.
    [[nodiscard]] std::string next() const
    {
        std::array<char, 1024> text{};
        const auto size = ::recv(descriptor, text.data(), text.size(), MSG_DONTWAIT);
        return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
    }

private:
    test::TemporaryFolder folder;
    int descriptor;
};

} // namespace

TEST_CASE("a service manager is told when the app is ready, alive and ending", "[app]")
{
    const Manager manager;
    ServiceNotice notice;
    notice.ready();
    notice.alive();
    notice.ending();
    CHECK(manager.next() == "READY=1");
    CHECK(manager.next() == "WATCHDOG=1");
    CHECK(manager.next() == "STOPPING=1");
}

TEST_CASE("a service manager is told of a situation once, in one line", "[app]")
{
    const Manager manager;
    ServiceNotice notice;
    notice.status("All is\nwell");
    notice.status("All is\nwell");
    CHECK(manager.next() == "STATUS=All is well");
    CHECK(manager.next().empty());
}

TEST_CASE("the watchdog is fed twice as often as it bites, and only by whom it watches", "[app]")
{
    const Manager manager;
    setenv("WATCHDOG_USEC", "30000000", 1);
    SECTION("this process")
    {
        setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
        CHECK(ServiceNotice().watchdogInterval() == std::chrono::seconds(15));
    }
    SECTION("whichever was started")
    {
        CHECK(ServiceNotice().watchdogInterval() == std::chrono::seconds(15));
    }
    SECTION("another one")
    {
        setenv("WATCHDOG_PID", "1", 1);
        CHECK_FALSE(ServiceNotice().watchdogInterval());
    }
    SECTION("a limit that is no number")
    {
        setenv("WATCHDOG_USEC", "soon", 1);
        CHECK_FALSE(ServiceNotice().watchdogInterval());
    }
}

TEST_CASE("no child of the app can speak to the service manager in its name", "[app]")
{
    const Manager manager;
    setenv("WATCHDOG_USEC", "30000000", 1);
    const ServiceNotice notice;
    CHECK(std::getenv("NOTIFY_SOCKET") == nullptr);
    CHECK(std::getenv("WATCHDOG_USEC") == nullptr);
}

TEST_CASE("without a service manager nothing is told to anybody", "[app]")
{
    unsetenv("NOTIFY_SOCKET");
    ServiceNotice notice;
    notice.ready();
    notice.status("well");
    CHECK_FALSE(notice.watchdogInterval());
}
