// SPDX-License-Identifier: Apache-2.0
// Requests over HTTP, one behind the other, to every endpoint, as HttpConversation reads and answers them.
#include "FuzzEngines.h"
#include "Service/Detail/HttpConversation.h"
#include "Service/Http/Endpoints.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

using namespace parley;
using namespace parley::service;

namespace
{

using Parser = http::request_parser<http::string_body>;

constexpr std::int64_t now = 1'700'000'000;
constexpr int mostSteps = 50;
constexpr int mostRequests = 4;

struct FuzzedService
{
    Secret key{"fuzz"};
    ClientSecrets secrets{1, key};
    Identifiers ids{2};
    FaultControl faults{{}, true};
    fuzz::FuzzEngines engines;

    void converse(Exchange& exchange)
    {
        auto step = exchange.begin();
        bool hasHead = step.head.has_value();
        EngineWork running;
        for (int i = 0; i < mostSteps && !step.isLast(); ++i)
        {
            if (step.work.has_value())
                running = std::move(*step.work);
            step = exchange.take(i % 2 == 0 ? engines.partOf(running) : engines.perform(running));
            hasHead = hasHead || step.head.has_value();
        }
        if (step.isLast() && !hasHead)
            std::abort();
    }

    void answer(const Route& route, const UpgradeRequest& request)
    {
        if (route.endpoint == Endpoint::session || route.endpoint == Endpoint::clientSecrets)
            static_cast<void>(admit(request, key, secrets, now));
        else if (route.endpoint == Endpoint::faults)
            static_cast<void>(faults.answer(request));
        else
        {
            auto opened = openExchange(route, request, {ids, now, [] { return std::string("figures"); }});
            if (auto* exchange = std::get_if<std::unique_ptr<Exchange>>(&opened))
                converse(**exchange);
        }
    }

    /// The bytes that are left; none when this was the last.
    asio::const_buffer read(asio::const_buffer bytes)
    {
        Parser parser;
        parser.header_limit(HttpConversation::longestHeader);
        parser.body_limit(HttpConversation::longestBody);
        parser.eager(true);
        beast::error_code error;
        while (bytes.size() > 0 && !parser.is_done())
        {
            const auto used = parser.put(bytes, error);
            bytes += used;
            if (error || used == 0)
                return {};
        }
        if (!parser.is_done())
            return {};
        auto request = HttpConversation::describe(parser.get());
        request.body = parser.get().body();
        static_cast<void>(findRoute(request, key, {}));
        request.authorization = "Bearer fuzz";
        request.origin.reset();
        const auto route = findRoute(request, key, {false, true});
        if (const auto* found = std::get_if<Route>(&route);
            found != nullptr && request.body.size() <= found->longestBody)
            answer(*found, request);
        return bytes;
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    FuzzedService service;
    asio::const_buffer bytes(data, size);
    for (int i = 0; i < mostRequests && bytes.size() > 0; ++i)
        bytes = service.read(bytes);
    return 0;
}
