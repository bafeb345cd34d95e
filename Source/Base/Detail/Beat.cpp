// SPDX-License-Identifier: Apache-2.0
#include "Base/Detail/Beat.h"

#include "Base/Log.h"

#include <exception>
#include <string>
#include <utility>

namespace parley
{
namespace
{

bool goesOn(const Beat::Work& work)
{
    try
    {
        return work();
    }
    catch (const std::exception& problem)
    {
        log(LogLevel::error, std::string("Work of the network thread's beat threw, and has ended: ") + problem.what());
    }
    catch (...)
    {
        log(LogLevel::error, "Work of the network thread's beat threw something that is not an exception.");
    }
    return false;
}

} // namespace

Beat::Beat(boost::asio::io_context& ioContext, std::chrono::milliseconds between)
    : interval(between)
    , timer(ioContext)
{
}

void Beat::join(Work work)
{
    members.push_back(std::move(work));
    // During a stroke its end sets the timer.
    if (members.size() == 1 && striking.empty())
        schedule();
}

void Beat::schedule()
{
    const auto now = std::chrono::steady_clock::now();
    timer.expires_at(now + interval - now.time_since_epoch() % interval);
    timer.async_wait(
        [this](const boost::system::error_code& cancelled)
        {
            if (!cancelled)
                strike();
        });
}

void Beat::strike()
{
    striking.swap(members);
    std::erase_if(striking, [](const Work& work) { return !goesOn(work); });
    // Who joined meanwhile comes behind them.
    striking.insert(striking.end(), std::make_move_iterator(members.begin()), std::make_move_iterator(members.end()));
    members = std::exchange(striking, {});
    if (!members.empty())
        schedule();
}

} // namespace parley
