// SPDX-License-Identifier: Apache-2.0
#include "Cast/CastFile.h"
#include "Cast/HttpTool.h"
#include "Support/TcpPeer.h"

#include <boost/asio/ip/udp.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <future>

using namespace parley;
using namespace parley::cast;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using boost::asio::ip::udp;

namespace
{

realtime::Tool toolOf(const Json& declared, const CastHost& host = {}, const Json& http = Json::object())
{
    const Json file = {{"http", http}, {"agents", {{{"name", "A"}, {"tools", Json::array({declared})}}}}};
    const auto cast = parseCast(file.dump(), "agents.json", host);
    INFO((cast ? "" : cast.error().message));
    REQUIRE(cast);
    return cast.value().agents.at(0).tools.at(0);
}

Result<realtime::ToolOutput> call(const realtime::Tool& tool, const Json& arguments)
{
    realtime::ToolCall call;
    call.name = tool.name;
    call.arguments = arguments;
    return tool.run(call);
}

/// Takes one datagram on 127.0.0.1.
struct UdpReceiver
{
    boost::asio::io_context io;
    udp::socket socket{io, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};

    std::string receive()
    {
        std::array<char, 1024> bytes{};
        std::size_t count = 0;
        socket.async_receive(boost::asio::buffer(bytes),
                             [&](const boost::system::error_code&, std::size_t received) { count = received; });
        io.restart();
        io.run_for(10s);
        return {bytes.data(), count};
    }
};

Json webhook(std::uint16_t port, const char* method, const std::string& path)
{
    return {{"kind", "http"},
            {"name", "hook"},
            {"description", "Calls."},
            {"method", method},
            {"url", "http://127.0.0.1:" + std::to_string(port) + path},
            {"arguments", {{{"name", "city"}, {"type", "string"}}, {{"name", "days"}, {"type", "integer"}}}}};
}

const Json thisMachine = {{"private_hosts", {"127.0.0.1"}}};

/// Answers one request, and keeps its head.
struct Answering
{
    explicit Answering(std::string reply, std::string end = "\r\n\r\n")
        : peer(
              [this, reply = std::move(reply), end = std::move(end)](test::TcpSocket& socket)
              {
                  request.set_value(test::readUntil(socket, end));
                  (void)test::writeAll(socket, reply);
              })
    {
    }

    std::string asked()
    {
        auto answered = request.get_future();
        REQUIRE(answered.wait_for(10s) == std::future_status::ready);
        return answered.get();
    }

    std::promise<std::string> request;
    test::TcpPeer peer;
};

std::string ok(const std::string& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

TEST_CASE("an osc tool sends its arguments in their order and with their types", "[cast]")
{
    UdpReceiver receiver;
    const auto tool = toolOf({{"kind", "osc"},
                              {"name", "set_light"},
                              {"description", "Sets a light."},
                              {"port", receiver.socket.local_endpoint().port()},
                              {"address", "/light"},
                              {"arguments",
                               {{{"name", "which"}, {"type", "integer"}},
                                {{"name", "level"}, {"type", "number"}, {"maximum", 1}},
                                {{"name", "label"}, {"type", "string"}},
                                {{"name", "on"}, {"type", "boolean"}}}}});
    CHECK(tool.parameters["required"] == Json({"which", "level", "label", "on"}));
    CHECK(tool.parameters["properties"]["level"] == Json({{"type", "number"}, {"maximum", 1}}));
    const auto told = call(tool, {{"label", "warm"}, {"level", 0.5}, {"on", true}, {"which", 3}});
    REQUIRE(told);
    CHECK(told.value().text == "Sent.");
    using namespace std::string_literals;
    CHECK(receiver.receive() == "/light\0\0,ifsT\0\0\0\0\0\0\x03\x3f\0\0\0warm\0\0\0\0"s);
}

TEST_CASE("a call whose arguments are not as declared reaches nobody, and the model is told why", "[cast]")
{
    const auto tool = toolOf({{"kind", "osc"},
                              {"name", "t"},
                              {"description", "d"},
                              {"port", 9},
                              {"address", "/x"},
                              {"arguments", {{{"name", "level"}, {"type", "integer"}, {"maximum", 10}}}}});
    for (const auto& [arguments, words] :
         std::vector<std::pair<Json, std::string>>{{Json::object(), "is missing"},
                                                   {{{"level", "3"}}, "another type"},
                                                   {{{"level", 0.5}}, "another type"},
                                                   {{{"level", 11}}, "out of range"},
                                                   {{{"level", 1e12}}, "another type"}})
    {
        const auto told = call(tool, arguments);
        INFO(arguments.dump());
        REQUIRE_FALSE(told);
        CHECK_THAT(told.error().message, Contains(words) && Contains("level"));
    }
}

TEST_CASE("a say tool tells the model to say its line word for word", "[cast]")
{
    const auto tool = toolOf({{"kind", "say"}, {"name", "close"}, {"description", "Ends."}, {"line", "We close now."}});
    const auto told = call(tool, Json::object());
    REQUIRE(told);
    CHECK(told.value().text == "Add nothing of your own. Reply with exactly: We close now.");
    CHECK_FALSE(told.value().isBackground);
}

TEST_CASE("a tool may need approval, run in the background, and has its time", "[cast]")
{
    const auto tool = toolOf({{"kind", "say"},
                              {"name", "t"},
                              {"description", "d"},
                              {"line", "l"},
                              {"needs_approval", true},
                              {"background", true},
                              {"timeout_ms", 500}});
    REQUIRE(tool.needsApproval);
    CHECK(tool.needsApproval({}));
    CHECK(tool.deadline == 500ms);
    CHECK(call(tool, Json::object()).value().isBackground);
}

TEST_CASE("a midi tool sends the message of its kind and channel", "[cast]")
{
    MidiMessage sent{};
    CastHost host;
    host.sendMidi = [&](const MidiMessage& message)
    {
        sent = message;
        return Result<void>();
    };
    const auto midi = [&](Json more, const Json& arguments)
    {
        more.update({{"kind", "midi"}, {"name", "t"}, {"description", "d"}});
        REQUIRE(call(toolOf(more, host), arguments));
        return sent;
    };
    CHECK(midi({{"message", "control_change"}, {"channel", 16}, {"controller", 74}}, {{"value", 127}}) ==
          MidiMessage{0xBF, 74, 127});
    CHECK(midi({{"message", "note_on"}}, {{"note", 60}, {"velocity", 100}}) == MidiMessage{0x90, 60, 100});
    CHECK(midi({{"message", "note_off"}}, {{"note", 60}}) == MidiMessage{0x80, 60, 0});
    CHECK(midi({{"message", "program_change"}, {"channel", 2}}, {{"program", 5}}) == MidiMessage{0xC1, 5, 0});
}

TEST_CASE("a parameter tool moves its parameter within its range, and tells what the host says", "[cast]")
{
    std::pair<std::string, double> set;
    CastHost host;
    host.setParameter = [&](const std::string& name, double value) -> Result<void>
    {
        set = {name, value};
        if (value > 0.4)
            return Error{ErrorCode::invalidArgument, "There is no such parameter.", "host"};
        return {};
    };
    const auto tool = toolOf(
        {{"kind", "parameter"}, {"name", "t"}, {"description", "d"}, {"parameter", "gain"}, {"maximum", 0.5}}, host);
    REQUIRE(call(tool, {{"value", 0.25}}));
    CHECK(set == std::pair<std::string, double>("gain", 0.25));
    CHECK(call(tool, {{"value", 0.5}}).error().message == "There is no such parameter.");
    CHECK_THAT(call(tool, {{"value", 0.75}}).error().message, Contains("out of range"));
}

TEST_CASE("an http tool fills its address, puts the rest into the query, and tells the answer", "[cast]")
{
    Answering answering(ok("sunny"));
    const auto tool = toolOf(webhook(answering.peer.port(), "GET", "/weather/{city}"), {}, thisMachine);
    const auto told = call(tool, {{"city", "New York/2"}, {"days", 3}});
    CHECK_THAT(answering.asked(), Contains("GET /weather/New%20York%2F2?days=3 HTTP/1.1"));
    REQUIRE(told);
    CHECK(told.value().text == "sunny");
}

TEST_CASE("an http tool posts its arguments as JSON", "[cast]")
{
    Answering answering(ok(""), "}");
    const auto tool = toolOf(webhook(answering.peer.port(), "POST", "/hook"), {}, thisMachine);
    const auto told = call(tool, {{"city", "Ulm"}, {"days", 1}});
    CHECK_THAT(answering.asked(), Contains("POST /hook HTTP/1.1") && Contains("application/json") &&
                                      Contains(R"({"city":"Ulm","days":1})"));
    REQUIRE(told);
    CHECK(told.value().text == "Done.");
}

TEST_CASE("an http tool reads no more than 64 KB, and tells a refusal as one", "[cast]")
{
    Answering large(ok(std::string(HttpTool::mostReplyBytes + 1, 'x')));
    CHECK_FALSE(call(toolOf(webhook(large.peer.port(), "GET", "/"), {}, thisMachine), {{"city", "a"}, {"days", 1}}));
    Answering refusing("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone");
    const auto told =
        call(toolOf(webhook(refusing.peer.port(), "GET", "/"), {}, thisMachine), {{"city", "a"}, {"days", 1}});
    REQUIRE_FALSE(told);
    CHECK_THAT(told.error().message, Contains("status 404"));
    CHECK(told.error().upstreamMessage == "none");
}

TEST_CASE("a name that leads to this machine is not called unless the file lists it as private", "[cast]")
{
    auto declared = webhook(test::unusedPort(), "GET", "/");
    declared["url"] = "http://localhost:" + std::to_string(test::unusedPort()) + "/";
    const auto open = toolOf(declared, {}, {{"allowed_hosts", {"localhost"}}});
    const auto listed = toolOf(declared, {}, {{"private_hosts", {"localhost"}}});
    const Json arguments = {{"city", "a"}, {"days", 1}};
    CHECK_THAT(call(open, arguments).error().describe(), !Contains("Nothing answers"));
    CHECK_THAT(call(listed, arguments).error().describe(), Contains("Nothing answers"));
}
