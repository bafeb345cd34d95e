// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/EditorParts.h"
#include "Plugin/Instance.h"
#include "Plugin/NamedService.h"
#include "Plugin/PluginEditor.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace parley;
using namespace parley::plugin;
using parley::tests::becomesTrue;
using parley::tests::find;
using parley::tests::findTitled;
using parley::tests::Instance;
using parley::tests::NamedService;
using parley::tests::onMessageThread;

namespace
{

EntryView* entryOf(PluginEditor& editor, LogEntry::Kind kind)
{
    return find<EntryView>(editor, [kind](EntryView& view) { return view.entry().kind == kind; });
}

bool shows(PluginEditor& editor, LogEntry::Kind kind, const std::function<bool(const LogEntry&)>& question)
{
    return becomesTrue(
        [&]
        {
            auto* view = entryOf(editor, kind);
            return view != nullptr && question(view->entry());
        });
}

const std::string doorCast = R"({"session":{"output":"text"},"agents":[{"name":"Porter",)"
                             R"("instructions":"Open doors.","tools":[{"kind":"say","name":"open_door",)"
                             R"("description":"Opens the door.","line":"The door is open.","needs_approval":true}]}]})";

/// Connected to the local service, with a call that waits for approval on the page.
struct WaitingCall
{
    static constexpr const char* request = "Please open the door";
    NamedService service{PARLEY_COMMAND};
    Instance instance;
    PluginEditor& editor;

    WaitingCall()
        : editor(instance.openEditor())
    {
        onMessageThread(
            [this]
            {
                auto settings = instance->state().settings();
                settings.cast = {doorCast, {}, {}};
                REQUIRE(instance->state().setSettings(settings));
            });
        instance->control().connect();
        REQUIRE(becomesTrue([this] { return instance->view().phase() == Phase::listening; }, 20000));
        instance->control().sendText(request);
        REQUIRE(shows(editor, LogEntry::Kind::tool,
                      [](const LogEntry& entry) { return entry.state == LogEntry::State::awaitsApproval; }));
    }

    void press(const juce::String& title)
    {
        onMessageThread(
            [&]
            {
                auto* button = findTitled<juce::TextButton>(editor, title);
                REQUIRE(button != nullptr);
                button->onClick();
            });
    }
};

} // namespace

TEST_CASE("captions show what has sounded, and what has not yet in grey beside it")
{
    Instance instance;
    auto& editor = instance.openEditor();
    auto& view = instance->view();
    view.apply(realtime::TurnStarted{.responseId = "r1", .agent = "Ada"});
    view.apply(realtime::AnswerDelta{"r1", "a1", "The Rhine is long.", true});
    CHECK(shows(editor, LogEntry::Kind::agent,
                [](const LogEntry& entry) { return entry.text.empty() && entry.ahead() == "The Rhine is long."; }));
    view.apply(realtime::AnswerCaption{"r1", "a1", 0, "The Rhine", {}});
    CHECK(shows(editor, LogEntry::Kind::agent, [](const LogEntry& entry) { return entry.text == "The Rhine"; }));
    onMessageThread([&] { CHECK(entryOf(editor, LogEntry::Kind::agent)->getTitle() == "Ada"); });
    view.apply(realtime::AudioInterrupted{"a1", 0, std::chrono::milliseconds(400)});
    CHECK(becomesTrue([&] { return entryOf(editor, LogEntry::Kind::agent)->getTitle() == "Ada, interrupted"; }));
    onMessageThread([&] { CHECK(entryOf(editor, LogEntry::Kind::agent)->getDescription() == "The Rhine"); });
}

TEST_CASE("the user's words and the agent's stand apart")
{
    Instance instance;
    auto& editor = instance.openEditor();
    auto& view = instance->view();
    view.apply(realtime::UserTranscriptCompleted{"u1", "How long is it?"});
    view.apply(realtime::TurnStarted{.responseId = "r1", .agent = "Ada"});
    view.apply(realtime::AnswerDelta{"r1", "a1", "Long.", false});
    REQUIRE(shows(editor, LogEntry::Kind::agent, [](const LogEntry&) { return true; }));
    onMessageThread(
        [&]
        {
            auto* user = entryOf(editor, LogEntry::Kind::user);
            auto* agent = entryOf(editor, LogEntry::Kind::agent);
            CHECK(user->getTitle() == "You");
            CHECK(agent->getTitle() == "Ada");
            CHECK(user->getBottom() <= agent->getY());
        });
}

TEST_CASE("five hundred entries are all shown, the newest first")
{
    Instance instance;
    for (std::size_t number = 1; number <= ConversationLog::mostEntries; ++number)
        instance->view().apply(realtime::UserTranscriptCompleted{"u" + std::to_string(number), "word"});
    auto& editor = instance.openEditor();
    const auto shown = [&]
    {
        std::size_t count = 0;
        parley::tests::visit(editor, [&](juce::Component& one)
                             { count += dynamic_cast<EntryView*>(&one) != nullptr ? 1U : 0U; });
        return count;
    };
    onMessageThread(
        [&]
        {
            CHECK(shown() >= TranscriptView::mostNewAtOnce);
            CHECK(shown() < ConversationLog::mostEntries);
            CHECK(find<EntryView>(editor, [](EntryView& view) { return view.entry().id == "u500"; }) != nullptr);
        });
    CHECK(becomesTrue([&] { return shown() == ConversationLog::mostEntries; }));
}

TEST_CASE("a copy of the conversation is text or JSON, as chosen, and can be written into a file")
{
    Instance instance;
    auto& editor = instance.openEditor();
    instance->view().apply(realtime::UserTranscriptCompleted{"u1", "How long is the Rhine?"});
    REQUIRE(shows(editor, LogEntry::Kind::user, [](const LogEntry&) { return true; }));
    onMessageThread(
        [&]
        {
            auto& page = editor.conversationPage();
            CHECK(juce::String(page.exported()).contains("You: How long is the Rhine?\n"));
            findTitled<juce::ComboBox>(editor, "Format of the copy")->setSelectedId(2, juce::sendNotificationSync);
            const auto json = wire::Json::parse(page.exported());
            CHECK(json["entries"][0]["text"] == "How long is the Rhine?");

            const juce::TemporaryFile file(".json");
            CHECK(page.writeTo(file.getFile()).isEmpty());
            CHECK(file.getFile().loadFileAsString().toStdString() == page.exported());
            CHECK(page.writeTo(juce::File("/nonexistent/folder/conversation.json")).contains("another folder"));
        });
}

TEST_CASE("Approve on a card lets the tool run")
{
    WaitingCall call;
    call.press("Approve open_door");
    CHECK(shows(call.editor, LogEntry::Kind::tool,
                [](const LogEntry& entry)
                { return entry.state == LogEntry::State::complete && !entry.output.empty(); }));
    onMessageThread([&] { CHECK(findTitled<juce::TextButton>(call.editor, "Approve open_door") == nullptr); });
}

TEST_CASE("Always on a card lets the tool run, and the next call of it waits for nobody")
{
    WaitingCall call;
    call.press("Always approve open_door");
    const auto isOpened = [](const LogEntry& entry)
    { return entry.kind == LogEntry::Kind::tool && entry.state == LogEntry::State::complete && !entry.output.empty(); };
    const auto timesOpened = [&]
    {
        const auto log = call.instance->view().conversationUnless(~std::uint64_t{0});
        return log ? std::count_if(log->entries.begin(), log->entries.end(), isOpened) : 0;
    };
    CHECK(becomesTrue([&] { return timesOpened() == 1; }, 20000));
    call.instance->control().sendText(WaitingCall::request);
    CHECK(becomesTrue([&] { return timesOpened() == 2; }, 20000));
}

TEST_CASE("Reject on a card keeps the tool from running, and the agent is told so")
{
    WaitingCall call;
    call.press("Reject open_door");
    CHECK(shows(call.editor, LogEntry::Kind::tool,
                [](const LogEntry& entry) {
                    return entry.state == LogEntry::State::rejected &&
                           entry.output.find("not approved") != std::string::npos;
                }));
}

TEST_CASE("a line is sent with Return, and the field is empty again")
{
    NamedService service{PARLEY_COMMAND};
    Instance instance;
    auto& editor = instance.openEditor();
    instance->control().connect();
    REQUIRE(becomesTrue([&] { return instance->view().phase() == Phase::listening; }, 20000));
    REQUIRE(becomesTrue([&] { return findTitled<juce::TextButton>(editor, "Send the line")->isEnabled(); }));
    onMessageThread(
        [&]
        {
            auto* line = findTitled<juce::TextEditor>(editor, "Line to the agent");
            line->setText("My name is Ada.", juce::dontSendNotification);
            line->onReturnKey();
            CHECK(line->isEmpty());
        });
    CHECK(shows(editor, LogEntry::Kind::user, [](const LogEntry& entry) { return entry.text == "My name is Ada."; }));
}
