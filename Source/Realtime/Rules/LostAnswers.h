// SPDX-License-Identifier: Apache-2.0
// What becomes of an answer whose connection was lost: it is asked for again when nobody heard any of it. Pure.
#pragma once

#include <functional>
#include <list>
#include <set>
#include <string>
#include <vector>

namespace parley::realtime
{

/// @thread one at a time
class LostAnswers
{
public:
    void itemArrived(const std::string& responseId, const std::string& itemId);
    /// A piece of a written answer was shown.
    void textShown(const std::string& responseId);
    /// It called a tool.
    void acted(const std::string& responseId) { textShown(responseId); }
    void speechArrived(const std::string& responseId);
    void playbackStarted(const std::string& responseId);
    void playbackFinished(const std::string& responseId);
    /// Playing was cut: nothing sounds any more.
    void silenced();
    /// The service has sent all of it.
    void ended(const std::string& responseId);

    struct Verdict
    {
        std::vector<std::string> again; ///< The responses that are to be asked for again.
        bool silences = false;          ///< What waits to sound is a piece of what is asked for again.
        std::vector<std::string> items; ///< What came of the answers that are asked for again.
    };

    /// `active` were under way; of those `isUnwanted` the user has interrupted. An answer of which speech waits behind
    /// another one that still sounds is played as far as it came.
    [[nodiscard]] Verdict lost(const std::set<std::string>& active,
                               const std::function<bool(const std::string&)>& isUnwanted);

private:
    struct Answer
    {
        std::string responseId;
        std::vector<std::string> items;
        bool isNoticed = false; ///< Some of it was heard or read.
        bool hasSpeech = false; ///< Sounds, or waits to.
        bool hasEnded = false;
    };
    static constexpr std::size_t most = 64;
    static constexpr std::size_t mostItems = 64;

    Answer& of(const std::string& responseId);
    void forgetPast();

    std::list<Answer> answers; ///< The latest; an answer comes to its end long before it leaves here.
};

} // namespace parley::realtime
