// SPDX-License-Identifier: GPL-3.0-or-later
// Looks, in the background, how a service would be reached: its address, the key's place, the proxy, who is trusted.
// Opens no connection.
#pragma once

#include "Base/Executor.h"
#include "Bridge/Provider.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::plugin
{

/// Each is a sentence or a name, fit to be shown; never a key.
struct ServiceFinding
{
    bridge::Provider provider = bridge::Provider::local;
    std::string address; ///< Or what is wrong with it.
    bool isAddressGood = true;
    std::string key; ///< Where the key was found, or why there is none.
    bool isKeyFound = false;
    std::string proxy;
    std::string trust;
};

/// @thread message
class ServiceLookup
{
public:
    ServiceLookup();
    ~ServiceLookup();

    /// Looks for this service; what an earlier call looks for is not told any more.
    void look(const bridge::ProviderSettings& provider);

    /// The finding, once; the threads of the look-up are let go then.
    [[nodiscard]] std::optional<ServiceFinding> take();

private:
    struct Answer;
    std::shared_ptr<Answer> answer;
    std::shared_ptr<Executor> executor;
};

} // namespace parley::plugin
