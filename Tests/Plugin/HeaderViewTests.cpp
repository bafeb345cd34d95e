// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/EditorParts.h"
#include "Plugin/Instance.h"
#include "Plugin/PluginEditor.h"
#include "Plugin/Views/Theme.h"

#include <catch2/catch.hpp>

using namespace parley;
using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::find;
using parley::tests::Instance;
using parley::tests::onMessageThread;
using realtime::ConnectionState;

namespace
{

juce::String wordOf(PluginEditor& editor)
{
    auto* status = find<StatusView>(editor, [](StatusView&) { return true; });
    return status == nullptr ? juce::String() : status->getTitle();
}

juce::String factOf(PluginEditor& editor, const juce::String& name)
{
    auto* fact = find<FactView>(editor, [&](FactView& one) { return one.getTitle().startsWith(name + ":"); });
    return fact == nullptr ? juce::String() : fact->value();
}

bool says(PluginEditor& editor, const juce::String& word)
{
    return becomesTrue([&] { return wordOf(editor) == word; });
}

} // namespace

TEST_CASE("the header says in a word what the agent does")
{
    Instance instance;
    auto& editor = instance.openEditor();
    auto& view = instance->view();
    CHECK(says(editor, "Offline"));
    view.apply(realtime::ConnectionChanged{ConnectionState::connecting, {}});
    CHECK(says(editor, "Connecting"));
    view.apply(realtime::ConnectionChanged{ConnectionState::ready, {}});
    CHECK(says(editor, "Listening"));
    view.apply(realtime::TurnStarted{.responseId = "r1", .agent = "Ada"});
    CHECK(says(editor, "Thinking"));
    view.apply(realtime::PlaybackStarted{"r1", {}});
    CHECK(says(editor, "Speaking"));
    view.apply(realtime::TurnEnded{"r1", "Ada", "completed", {}, {}});
    view.apply(realtime::PlaybackFinished{"r1"});
    CHECK(says(editor, "Listening"));
    view.apply(realtime::ConnectionChanged{ConnectionState::reconnecting, {}});
    CHECK(says(editor, "Reconnecting"));
    view.apply(realtime::ConnectionChanged{ConnectionState::failed,
                                           Error{ErrorCode::unauthorized, "Set another key.", "upgrade"}});
    CHECK(says(editor, "Error"));
}

TEST_CASE("the header tells who speaks, in which voice, the time left and the tokens so far")
{
    Instance instance;
    const std::string cast = R"({"agents":[{"name":"Ada","instructions":"Be short.","voice":"marin"},)"
                             R"({"name":"Bob","instructions":"Be long."}]})";
    onMessageThread(
        [&]
        {
            auto settings = instance->state().settings();
            settings.cast = {cast, {}, {}};
            REQUIRE(instance->state().setSettings(settings));
        });
    auto& editor = instance.openEditor();
    CHECK(becomesTrue([&] { return factOf(editor, "Agent") == "Ada" && factOf(editor, "Voice") == "marin"; }));
    CHECK(factOf(editor, "Tokens so far") == "-");
    auto& view = instance->view();
    view.apply(realtime::ConnectionChanged{ConnectionState::connecting, {}});
    view.apply(realtime::SessionStarted{"s1", juce::Time::currentTimeMillis() / 1000 + 3599});
    view.apply(realtime::ConnectionChanged{ConnectionState::ready, {}});
    realtime::UsageUpdated used;
    used.total.inputTokens = 1200;
    used.total.outputTokens = 345;
    view.apply(used);
    view.apply(realtime::HandoffEvent{"Ada", "Bob"});
    CHECK(becomesTrue([&] { return factOf(editor, "Tokens so far") == "1,545"; }));
    CHECK(becomesTrue([&] { return factOf(editor, "Agent") == "Bob" && factOf(editor, "Voice") == "default"; }));
    CHECK(factOf(editor, "Session time left").startsWith("59:"));
}

TEST_CASE("a cost is shown only where the agents file says what tokens cost, and as an estimate")
{
    Instance instance;
    const std::string cast = R"({"prices":{"currency":"USD","text_input":4,"audio_input":32,"text_output":16,)"
                             R"("audio_output":64},"agents":[{"name":"Ada"}]})";
    auto& editor = instance.openEditor();
    realtime::UsageUpdated used;
    used.total.inputTokens = 100000;
    instance->view().apply(used);
    CHECK(becomesTrue([&] { return factOf(editor, "Tokens so far") == "100,000"; }));
    CHECK(factOf(editor, "Cost (estimate)") == "-");
    onMessageThread(
        [&]
        {
            auto settings = instance->state().settings();
            settings.cast = {cast, {}, {}};
            REQUIRE(instance->state().setSettings(settings));
        });
    CHECK(becomesTrue([&] { return factOf(editor, "Cost (estimate)") == "ca. 0.40 USD"; }));
    CHECK(factOf(editor, "Tokens so far") == "100,000");
}

TEST_CASE("what the header tells is seen whole, in a window of 900 pixels and in the smallest")
{
    onMessageThread(
        []
        {
            HeaderView header;
            HeaderFacts facts;
            facts.agent = "Museum guide";
            facts.left = std::chrono::seconds(3599);
            facts.tokens = 262611;
            facts.cost = "0.52 USD";
            header.show(facts);
            for (const int width : {PluginEditor::standardWidth, PluginEditor::smallestWidth})
            {
                header.setSize(width - 2 * theme::margin, header.preferredHeight(width));
                parley::tests::visit(header,
                                     [](juce::Component& component)
                                     {
                                         const auto* fact = dynamic_cast<FactView*>(&component);
                                         INFO(component.getTitle());
                                         CHECK((fact == nullptr || fact->isWhole()));
                                     });
            }
        });
}

TEST_CASE("a long sentence takes two lines, and the pages make room for it")
{
    onMessageThread(
        []
        {
            HeaderView header;
            header.setSize(800, header.preferredHeight(800));
            const int before = header.preferredHeight(800);
            HeaderFacts facts;
            facts.sentence = juce::String::repeatedString("The key was refused: set another one. ", 5);
            bool isTold = false;
            header.onHeightChanged = [&] { isTold = true; };
            header.show(facts);
            CHECK(header.preferredHeight(800) > before);
            CHECK(isTold);
        });
}
