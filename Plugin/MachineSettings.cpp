// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/MachineSettings.h"

#include "Plugin/CredentialCheck.h"
#include "Plugin/FieldReader.h"

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace parley::plugin
{

namespace
{

namespace fs = std::filesystem;

constexpr std::size_t longestText = 4096;
constexpr std::size_t largestFile = 64 * 1024;

fs::path fromEnvironment(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? fs::path() : fs::path(value);
}

fs::path configurationFolder()
{
#ifdef __APPLE__
    return fromEnvironment("HOME") / "Library" / "Application Support";
#else
    const auto folder = fromEnvironment("XDG_CONFIG_HOME");
    return folder.is_absolute() ? folder : fromEnvironment("HOME") / ".config";
#endif
}

Error unusable(const fs::path& file, const std::string& why)
{
    return {ErrorCode::fileInvalid, "The settings of this machine, " + file.string() + ", " + why, file.string()};
}

/// The source that these settings name, as the environment would name it: with its proxy and trusted certificates. Made
/// at the first look, for making it reads files.
class MachineKey : public auth::KeySource
{
public:
    MachineKey(std::string file, std::string server)
        : keyFile(std::move(file))
        , tokenServer(std::move(server))
    {
    }

    Result<auth::ApiKey> take(const std::stop_token& stop) override
    {
        const std::lock_guard lock(guard);
        if (source == nullptr)
        {
            auto made = auth::KeySource::fromEnvironment(surroundings());
            if (!made)
                return made.error();
            source = std::move(made).value();
        }
        return source->take(stop);
    }

    std::string name() const override { return tokenServer.empty() ? keyFile : tokenServer; }

private:
    [[nodiscard]] auth::Surroundings surroundings() const
    {
        auto result = auth::Surroundings::ofProcess();
        result.environment = [process = result.environment, file = keyFile, server = tokenServer](const char* variable)
        {
            if (std::string_view(variable) == "PARLEY_TOKEN_URL")
                return std::optional(server);
            if (std::string_view(variable) == "PARLEY_KEY_FILE")
                return std::optional(file);
            return process(variable);
        };
        return result;
    }

    const std::string keyFile;
    const std::string tokenServer;
    std::mutex guard;
    std::shared_ptr<auth::KeySource> source;
};

} // namespace

fs::path MachineSettings::standardFile()
{
    const auto chosen = fromEnvironment("PARLEY_SETTINGS");
    return chosen.empty() ? configurationFolder() / "Parley" / "machine.json" : chosen;
}

Result<MachineSettings> MachineSettings::load(const fs::path& file)
{
    std::error_code problem;
    if (!fs::exists(file, problem))
        return MachineSettings{};
    std::ifstream stream(file, std::ios::binary);
    std::string text(largestFile + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (text.size() > largestFile || !document.is_object())
        return unusable(file, "cannot be read: mend or delete the file.");
    MachineSettings result;
    std::vector<std::string> remarks;
    const FieldReader fields(document, remarks);
    fields.flag("connect_on_load", result.connectsOnLoad, false);
    fields.text("key_file", result.keyFile, {}, longestText);
    fields.text("token_server", result.tokenServer, {}, longestText);
    if (holdsCredential(result.tokenServer))
        remarks.emplace_back("its token server's address holds a password.");
    if (!remarks.empty())
        return unusable(file, "cannot be used: " + remarks.front());
    return result;
}

Result<void> MachineSettings::save(const fs::path& file) const
{
    if (holdsKey(keyFile) || holdsCredential(tokenServer))
        return Error{ErrorCode::invalidArgument,
                     "This holds a key or a password and was not kept: name the file that holds the key instead.",
                     "settings"};
    const nlohmann::ordered_json document{
        {"connect_on_load", connectsOnLoad}, {"key_file", keyFile}, {"token_server", tokenServer}};
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    auto part = file;
    part += ".part";
    {
        std::ofstream stream(part, std::ios::binary | std::ios::trunc);
        stream << document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
        if (!stream.flush())
            return unusable(file, "cannot be written: check its folder's permissions.");
    }
    fs::rename(part, file, problem);
    if (problem)
        return unusable(file, "cannot be written: " + problem.message() + ".");
    return {};
}

std::shared_ptr<auth::KeySource> MachineSettings::keySource() const
{
    if (tokenServer.empty() && keyFile.empty())
        return nullptr;
    return std::make_shared<MachineKey>(keyFile, tokenServer);
}

} // namespace parley::plugin
