// SPDX-License-Identifier: Apache-2.0
#include "Host/RunSequence.h"
#include "Recorded.h"

#include <catch2/catch.hpp>

using namespace parley::host;
using namespace parley::host::test;
using Step = RunSequence::Step;

namespace
{

/// A run with everything it is told, at millisecond 0 at first.
struct Run
{
    Step at(double ms, bool inputHasEnded = false)
    {
        return sequence.advance(ms, connection, responses, inputHasEnded);
    }
    void take(const RecordedEvent& event)
    {
        connection.take(event);
        responses.take(event);
    }
    void becomeReady() { take(mark(0, R"({"type":"connection","state":"ready"})")); }
    /// Ready, played, and waiting for answers since millisecond 1000.
    void reachAnswering()
    {
        becomeReady();
        at(0);
        REQUIRE(at(1000, true) == Step::answering);
    }
    void answer()
    {
        take(server(0, R"({"type":"response.created","response":{"id":"r"}})"));
        take(server(0, R"({"type":"response.done","response":{"id":"r","status":"completed"}})"));
    }

    RunSequence sequence{0};
    Connection connection;
    Responses responses;
};

} // namespace

TEST_CASE("the input is played once the plugin is ready, not before")
{
    Run run;
    run.take(mark(0, R"({"type":"connection","state":"configuring"})"));
    CHECK(run.at(100) == Step::connecting);
    run.becomeReady();
    CHECK(run.at(200) == Step::speaking);
}

TEST_CASE("a plugin that does not become ready within 30 s fails the run")
{
    Run run;
    run.take(mark(0, R"({"type":"connection","state":"connecting"})"));
    CHECK(run.at(29999) == Step::connecting);
    CHECK(run.at(30000) == Step::failed);
    CHECK(run.sequence.sentence().find("did not connect within 30 s") != std::string::npos);
}

TEST_CASE("a plugin that records nothing is told apart from one that cannot connect")
{
    Run run;
    CHECK(run.at(30000) == Step::failed);
    CHECK(run.sequence.sentence().find("no recording") != std::string::npos);
}

TEST_CASE("a failed connection ends the run with the plugin's own sentence")
{
    Run run;
    run.take(mark(0, R"({"type":"connection","state":"failed","message":"Set a key."})"));
    CHECK(run.at(1) == Step::failed);
    CHECK(run.sequence.sentence() == "Set a key.");
}

TEST_CASE("a connection that ends while the input is played ends the run")
{
    Run run;
    run.becomeReady();
    run.at(0);
    run.take(mark(0, R"({"type":"connection","state":"disconnected"})"));
    CHECK(run.at(1) == Step::failed);
    CHECK(run.sequence.sentence().find("ended the connection") != std::string::npos);
}

TEST_CASE("a run is over half a second after the last answer was heard")
{
    Run run;
    run.reachAnswering();
    run.at(4000);
    run.answer();
    CHECK(run.at(5000) == Step::answering);
    CHECK(run.at(5499) == Step::answering);
    CHECK(run.at(5500) == Step::over);
}

TEST_CASE("words at the very end of the input are given time to be noticed after an earlier answer")
{
    Run run;
    run.answer();
    run.reachAnswering();
    run.at(1001);
    CHECK(run.at(1600) == Step::answering);
    run.take(server(0, R"({"type":"input_audio_buffer.speech_started","item_id":"u"})"));
    CHECK(run.at(2500) == Step::answering);
    CHECK(run.at(9000) == Step::answering);
}

TEST_CASE("a transcript that is missing is waited for, but not for ever")
{
    Run run;
    run.take(server(0, R"({"type":"session.updated","session":{"audio":{"input":{"transcription":{"model":"m"}}}}})"));
    run.take(server(0, R"({"type":"input_audio_buffer.committed","item_id":"u"})"));
    run.reachAnswering();
    run.answer();
    run.at(2000);
    CHECK(run.at(4999) == Step::answering);
    CHECK(run.at(5000) == Step::over);
}

TEST_CASE("no response within 20 s after the input's end fails the run")
{
    Run run;
    run.reachAnswering();
    CHECK(run.at(20999) == Step::answering);
    CHECK(run.at(21000) == Step::failed);
    CHECK(run.sequence.sentence().find("No response began") != std::string::npos);
}

TEST_CASE("a later turn that nobody answers fails the run after 20 s")
{
    Run run;
    run.answer();
    run.reachAnswering();
    run.take(server(0, R"({"type":"input_audio_buffer.committed","item_id":"u"})"));
    run.at(1500);
    CHECK(run.at(21499) == Step::answering);
    CHECK(run.at(21500) == Step::failed);
}

TEST_CASE("an answer that does not end within 120 s fails the run")
{
    Run run;
    run.reachAnswering();
    run.take(server(0, R"({"type":"response.created","response":{"id":"r"}})"));
    CHECK(run.at(120999) == Step::answering);
    CHECK(run.at(121000) == Step::failed);
}
