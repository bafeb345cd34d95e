// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ServiceLookup.h"

#include "Auth/KeySource.h"
#include "Auth/ServiceKey.h"
#include "Net/Proxy.h"
#include "Net/TrustRoots.h"

#include <mutex>

namespace parley::plugin
{

struct ServiceLookup::Answer
{
    std::mutex guard;
    std::optional<ServiceFinding> finding;
};

namespace
{

auth::ServiceKind kindOf(bridge::Provider provider)
{
    switch (provider)
    {
    case bridge::Provider::azure:
        return auth::ServiceKind::azure;
    case bridge::Provider::custom:
        return auth::ServiceKind::custom;
    case bridge::Provider::openAi:
    case bridge::Provider::local:
        break;
    }
    return auth::ServiceKind::openAi;
}

void findKey(const bridge::ProviderSettings& provider, const auth::Surroundings& surroundings, ServiceFinding& finding)
{
    const auto tell = [&](bool isFound, std::string sentence)
    {
        finding.isKeyFound = isFound;
        finding.key = std::move(sentence);
    };
    // A source that is named is not asked: it may be a server.
    if (provider.key != nullptr)
        return tell(true, provider.key->name());
    const auto named = auth::KeySource::fromEnvironment(surroundings);
    if (!named)
        return tell(false, named.error().message);
    if (named.value() != nullptr)
        return tell(true, named.value()->name());
    const auto found = auth::findServiceKey(kindOf(provider.provider), nullptr, surroundings);
    tell(static_cast<bool>(found), found ? found.value().source : found.error().message);
}

/// What the address says of the key; a query may hold one, so it is not shown.
void findWay(const net::Url& url, ServiceFinding& finding)
{
    finding.address = url.scheme + "://" + url.authority() + url.path;
    if (!auth::mayCarryKey(url))
    {
        finding.isKeyFound = true;
        finding.key = "none is sent: the connection is not encrypted";
    }
    else if (!finding.isKeyFound && url.isLoopback())
    {
        finding.isKeyFound = true;
        finding.key = "none, and none is needed on this machine";
    }
    const auto proxy = net::ProxySettings::fromEnvironment().proxyFor(url);
    if (!proxy)
        finding.proxy = proxy.error().message;
    else
        finding.proxy = proxy.value() ? proxy.value()->url.toString() + " (" + proxy.value()->variable + ")" : "none";
    const auto trust = net::TrustRoots::fromEnvironment();
    if (!trust)
        finding.trust = trust.error().message;
    else
        finding.trust = trust.value().bundlePath.empty()
                            ? "the system's own"
                            : trust.value().bundlePath + " (" + trust.value().variable + "), and the system's own";
}

/// @thread pool
ServiceFinding lookFor(const bridge::ProviderSettings& provider)
{
    ServiceFinding finding;
    finding.provider = provider.provider;
    const auto surroundings = auth::Surroundings::ofProcess();
    findKey(provider, surroundings, finding);
    if (provider.provider == bridge::Provider::local)
    {
        finding.address = "this machine";
        finding.proxy = "none";
        finding.trust = "not needed";
        return finding;
    }
    const auto url =
        auth::endpointUrl({kindOf(provider.provider), provider.url, provider.model, provider.extras}, surroundings);
    finding.isAddressGood = static_cast<bool>(url);
    if (url)
        findWay(url.value(), finding);
    else
        finding.address = url.error().message;
    return finding;
}

} // namespace

ServiceLookup::ServiceLookup() = default;
ServiceLookup::~ServiceLookup() = default;

void ServiceLookup::look(const bridge::ProviderSettings& provider)
{
    answer = std::make_shared<Answer>();
    if (executor == nullptr)
        executor = Executor::shared();
    const auto search = [shared = answer, provider]
    {
        auto finding = lookFor(provider);
        const std::lock_guard lock(shared->guard);
        shared->finding = std::move(finding);
    };
    if (!executor->postToPool(search))
        executor.reset();
}

std::optional<ServiceFinding> ServiceLookup::take()
{
    if (executor == nullptr)
        return std::nullopt;
    std::optional<ServiceFinding> finding;
    {
        const std::lock_guard lock(answer->guard);
        finding.swap(answer->finding);
    }
    if (finding)
        executor.reset();
    return finding;
}

} // namespace parley::plugin
