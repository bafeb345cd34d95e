// SPDX-License-Identifier: Apache-2.0
#include "Serve.h"

#include "KeyFile.h"
#include "Service/Service.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>

namespace parley::command
{
namespace
{

namespace asio = boost::asio;

Secret chosenKey(const ServeOptions& options)
{
    if (!options.key.empty())
        return Secret(options.key);
    const char* set = std::getenv("PARLEY_SERVICE_KEY");
    return set == nullptr ? Secret() : Secret(set);
}

/// The program that started this one, at the other end of a descriptor. It reads one JSON line; its end is ours.
class Parent
{
public:
    Parent(asio::io_context& context, int descriptor)
        : pipe(context)
    {
        boost::system::error_code failed;
        pipe.assign(descriptor, failed);
        isOpen = !failed;
    }

    [[nodiscard]] bool tell(const nlohmann::json& line)
    {
        boost::system::error_code failed;
        asio::write(pipe, asio::buffer(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"),
                    failed);
        return isOpen && !failed;
    }

    void whenGone(std::function<void()> then)
    {
        pipe.async_read_some(asio::buffer(ignored),
                             [this, then = std::move(then)](boost::system::error_code ended, std::size_t)
                             {
                                 if (ended)
                                     then();
                                 else
                                     whenGone(then);
                             });
    }

private:
    asio::posix::stream_descriptor pipe;
    std::array<char, 256> ignored{};
    bool isOpen = false;
};

int report(const Error& error, std::optional<Parent>& parent)
{
    const bool isTold =
        parent.has_value() &&
        parent->tell({{"error", {{"code", std::string(toString(error.code))}, {"message", error.message}}}});
    if (!isTold)
        std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

void printHowToConnect(const service::Service& running, const KeyFile* file)
{
    std::cout << "listening on " << running.url() << "\n";
    if (file != nullptr)
        std::cout << "clients send the key in " << file->path().string()
                  << " as Bearer; set PARLEY_SERVICE_KEY or --key to choose one\n";
    else
        std::cout << "clients send the key you have set as Bearer\n";
    std::cout << std::flush;
}

} // namespace

int serve(const ServeOptions& options)
{
    std::signal(SIGPIPE, SIG_IGN);
    asio::io_context waiting;
    asio::signal_set signals(waiting, SIGINT, SIGTERM, SIGHUP);
    signals.async_wait([&](boost::system::error_code, int) { waiting.stop(); });
    std::optional<Parent> parent;
    if (options.pipe >= 0)
        parent.emplace(waiting, options.pipe);

    auto key = chosenKey(options);
    const bool isRandom = key.empty();
    const auto started = service::Service::start({options.port, std::move(key)});
    if (!started)
        return report(started.error(), parent);
    const auto& running = *started.value();
    std::unique_ptr<KeyFile> keyFile;
    if (parent.has_value())
    {
        if (!parent->tell({{"port", running.port()}, {"token", running.key().reveal()}}))
            return report({ErrorCode::invalidArgument,
                           "Cannot write to descriptor " + std::to_string(options.pipe) +
                               ": --pipe is for programs that start the service.",
                           "pipe"},
                          parent);
        parent->whenGone([&] { waiting.stop(); });
    }
    else if (isRandom)
    {
        auto written = KeyFile::write(running.key());
        if (!written)
            return report(written.error(), parent);
        keyFile = std::move(written).value();
    }
    if (!parent.has_value())
        printHowToConnect(running, keyFile.get());
    waiting.run();
    return 0;
}

void addServe(CLI::App& app, int& exitCode)
{
    auto options = std::make_shared<ServeOptions>();
    auto* command = app.add_subcommand("serve", "Run the local realtime service on 127.0.0.1");
    command->add_option("--port", options->port, "Port to listen on; 0 takes any free one")->capture_default_str();
    command->add_option("--key", options->key, "Key that clients must send (default: PARLEY_SERVICE_KEY, else random)");
    command->add_option("--pipe", options->pipe)->group("");
    command->callback([options, &exitCode] { exitCode = serve(*options); });
}

} // namespace parley::command
