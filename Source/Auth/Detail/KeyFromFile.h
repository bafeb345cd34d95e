// SPDX-License-Identifier: Apache-2.0
// A key that stands alone in a file, as secret stores of containers and services hand it out.
#pragma once

#include "Auth/KeySource.h"

#include <filesystem>

namespace parley::auth
{

class KeyFromFile final : public KeySource
{
public:
    explicit KeyFromFile(std::filesystem::path stored);
    Result<ApiKey> take(const std::stop_token& stop) override;
    std::string name() const override;

private:
    std::filesystem::path path;
};

} // namespace parley::auth
