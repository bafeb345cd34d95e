// SPDX-License-Identifier: Apache-2.0
#include "Auth/KeySource.h"

#include "Auth/Detail/CallbackKey.h"
#include "Auth/Detail/KeyFromFile.h"
#include "Auth/Detail/TokenServerKey.h"
#include "Auth/Detail/Trimmed.h"

#include <utility>

namespace parley::auth
{
namespace
{

class GivenKey final : public KeySource
{
public:
    explicit GivenKey(Secret given)
        : key(std::move(given))
    {
    }

    Result<ApiKey> take(const std::stop_token&) override
    {
        if (key.empty())
            return Error{ErrorCode::noApiKey, "The API key given is empty: give one, or none at all.", name()};
        return ApiKey{key, name()};
    }

    std::string name() const override { return "a key given by the program"; }

private:
    Secret key;
};

std::string valueOf(const Surroundings& surroundings, const char* name)
{
    return surroundings.environment ? trimmed(surroundings.environment(name).value_or(std::string())) : std::string();
}

Result<std::shared_ptr<KeySource>> serverOf(const std::string& address, const Surroundings& surroundings)
{
    auto url = net::Url::parse(address);
    if (!url)
    {
        auto error = url.error();
        error.where = "PARLEY_TOKEN_URL";
        return error;
    }
    TokenServer server;
    server.url = std::move(url).value();
    if (const auto line = valueOf(surroundings, "PARLEY_TOKEN_HEADER"); !line.empty())
    {
        const auto colon = line.find(':');
        if (colon == std::string::npos)
            return Error{ErrorCode::invalidArgument,
                         "PARLEY_TOKEN_HEADER holds no header: write it like Authorization: Bearer KEY.",
                         "PARLEY_TOKEN_HEADER"};
        const Secret value(trimmed(line.substr(colon + 1)));
        server.headers.emplace_back(trimmed(line.substr(0, colon)), value.reveal());
    }
    server.http.proxy = net::ProxySettings::fromEnvironment(surroundings.environment);
    if (server.url.isSecure())
    {
        auto trust = net::TrustRoots::fromEnvironment(surroundings.environment);
        if (!trust)
            return trust.error();
        server.http.trust = std::move(trust).value();
    }
    return KeySource::tokenServer(std::move(server));
}

} // namespace

std::shared_ptr<KeySource> KeySource::value(Secret key)
{
    return std::make_shared<GivenKey>(std::move(key));
}

std::shared_ptr<KeySource> KeySource::callback(Callback callback, std::chrono::milliseconds deadline)
{
    return std::make_shared<CallbackKey>(std::move(callback), deadline);
}

std::shared_ptr<KeySource> KeySource::file(std::filesystem::path path)
{
    return std::make_shared<KeyFromFile>(std::move(path));
}

std::shared_ptr<KeySource> KeySource::tokenServer(TokenServer server)
{
    return std::make_shared<TokenServerKey>(std::move(server));
}

Result<std::shared_ptr<KeySource>> KeySource::fromEnvironment(const Surroundings& surroundings)
{
    if (const auto address = valueOf(surroundings, "PARLEY_TOKEN_URL"); !address.empty())
        return serverOf(address, surroundings);
    if (auto path = valueOf(surroundings, "PARLEY_KEY_FILE"); !path.empty())
        return file(std::move(path));
    return std::shared_ptr<KeySource>();
}

} // namespace parley::auth
