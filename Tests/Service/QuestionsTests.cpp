// SPDX-License-Identifier: Apache-2.0
#include "Service/Questions.h"

#include <catch2/catch.hpp>

using namespace parley::service;

TEST_CASE("a question is known by its mark or by how it begins, as the recogniser writes it")
{
    const auto* question = GENERATE(
        "What is the capital of France?", "who won the world cup in nineteen ninety", "what country is the largest",
        "which is the longest river", "how many people live in rome", "how does it work", "where are my keys",
        "when will it rain", "why is the sky blue", "what's new", "is it raining", "are there any trains", "Rain?",
        "do you like music", "can you swim", "does the train stop here", "will it snow", "Could you swim? ");
    CAPTURE(question);
    CHECK(isQuestion(question));
}

TEST_CASE("a statement or a command is no question, though it begins like one")
{
    const auto* other = GENERATE("", "what", "go forward ten meters", "what a day", "what you did was right",
                                 "when i come home turn on the light", "how nice of you", "which way we went",
                                 "do it again", "do that", "have the door opened", "could you open the door",
                                 "would you turn left", "it is raining", "i know who you are", "tell me what it is");
    CAPTURE(other);
    CHECK_FALSE(isQuestion(other));
}
