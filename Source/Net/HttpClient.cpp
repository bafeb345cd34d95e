// SPDX-License-Identifier: Apache-2.0
#include "Net/HttpClient.h"

#include "Net/Detail/HttpCallRun.h"
#include "Net/Detail/HttpErrors.h"

#include <future>
#include <memory>
#include <utility>

namespace parley::net
{
namespace
{

using namespace std::chrono_literals;

/// How much longer than the request may take the caller waits for the network thread to say so.
constexpr auto grace = 2s;

/// A call whose answer is collected for whoever waits for it.
struct Fetch
{
    std::promise<Result<HttpResponse>> answer;
    HttpResponse response;          ///< Network thread only.
    std::weak_ptr<HttpCallRun> run; ///< Network thread only.
};

HttpCallOptions callOptions(const HttpOptions& options)
{
    HttpCallOptions call;
    call.http = options;
    call.connect = call.firstByte = call.betweenBytes = options.deadline;
    call.retries.mostRetries = 0;
    call.takesAnyStatus = true;
    call.keepsAlive = false;
    return call;
}

HttpCallHandlers collectInto(const std::shared_ptr<Fetch>& fetch)
{
    return {[fetch](const HttpHead& head)
            {
                fetch->response.status = head.status;
                fetch->response.headers = head.headers;
            },
            [fetch](std::string_view bytes) { fetch->response.body += bytes; },
            [fetch](const std::optional<Error>& problem)
            {
                fetch->answer.set_value(problem ? Result<HttpResponse>(*problem)
                                                : Result<HttpResponse>(std::move(fetch->response)));
            }};
}

} // namespace

Result<HttpResponse> fetch(Executor& executor, const HttpRequest& request, const HttpOptions& options,
                           const std::stop_token& stop)
{
    if (executor.isNetworkThread())
        return Error{ErrorCode::internal, "A request that blocks was made on the network thread: make it on another.",
                     "request"};
    if (auto fault = faultIn(request))
        return *fault;
    if (stop.stop_requested())
        return requestCancelled(request.url);

    const auto under = std::make_shared<Fetch>();
    auto answer = under->answer.get_future();
    executor.post(
        [under, request, options, &executor]
        {
            const auto shelf = std::make_shared<ConnectionShelf>(executor, HttpPoolLimits{});
            const auto run =
                std::make_shared<HttpCallRun>(executor, shelf, request, callOptions(options), collectInto(under));
            under->run = run;
            run->start();
        });
    const std::stop_callback stopping(stop,
                                      [under, &executor]
                                      {
                                          executor.post(
                                              [under]
                                              {
                                                  if (const auto run = under->run.lock())
                                                      run->cancel();
                                              });
                                      });
    if (answer.wait_for(options.deadline + grace) == std::future_status::timeout)
        return answerTooSlow(request.url, options.deadline);
    return answer.get();
}

} // namespace parley::net
