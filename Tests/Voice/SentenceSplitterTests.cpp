// SPDX-License-Identifier: Apache-2.0
#include "Voice/SentenceSplitter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace parley::voice;
using Sentences = std::vector<std::string>;

namespace
{

/// All of a text that comes in pieces of this many bytes.
Sentences split(const std::string& text, std::size_t piece = std::string::npos)
{
    SentenceSplitter splitter;
    Sentences all;
    const auto keep = [&](const Sentences& some) { all.insert(all.end(), some.begin(), some.end()); };
    for (std::size_t at = 0; at < text.size(); at += std::min(piece, text.size()))
        keep(splitter.add(text.substr(at, piece)));
    keep(splitter.finish());
    CHECK(splitter.isEmpty());
    return all;
}

} // namespace

TEST_CASE("a sentence ends behind its mark")
{
    CHECK(split("Yes. It is! Is it? Well") == Sentences{"Yes.", "It is!", "Is it?", "Well"});
    CHECK(split("Really?! Yes... Perhaps\u2026 No.") == Sentences{"Really?!", "Yes...", "Perhaps\u2026", "No."});
}

TEST_CASE("abbreviations, initials and titles end no sentence")
{
    for (const std::string one :
         {"Ask Dr. Smith today.", "Mr. and Mrs. Jones came.", "Fruit, e.g. apples, is fine.", "J. S. Bach wrote it.",
          "Take approx. Five of them.", "That is i.e. This one.", "Gestern kam Prof. M\u00fcller."})
        CHECK(split(one) == Sentences{one});
    CHECK(split("So do I. You too.") == Sentences{"So do I.", "You too."});
    CHECK(split("He said no. Then he left.") == Sentences{"He said no.", "Then he left."});
}

TEST_CASE("numbers stay whole")
{
    for (const std::string one : {"Pi is 3.14 or so.", "It costs $1,299.99 now.", "See No. 5 and Fig. 2 there.",
                                  "Go to example.com now.", "At 5 p.m. we leave."})
        CHECK(split(one) == Sentences{one});
    CHECK(split("That was 1999. Now it is late.") == Sentences{"That was 1999.", "Now it is late."});
    CHECK(split("1. First\n2. Second") == Sentences{"1. First", "2. Second"});
}

TEST_CASE("what closes a sentence belongs to it")
{
    CHECK(split("\"Stop!\" He did. (Yes.) \u201cGo.\u201d Now.") ==
          Sentences{"\"Stop!\"", "He did.", "(Yes.)", "\u201cGo.\u201d", "Now."});
    CHECK(split("\"Really?\" she asked.") == Sentences{"\"Really?\" she asked."});
}

TEST_CASE("a line's end ends a sentence, and empty lines are none")
{
    CHECK(split("Title\n\n- one\r\n- two\n---\n\n...\n") == Sentences{"Title", "- one", "- two"});
}

TEST_CASE("Chinese and Japanese sentences need no blank between them")
{
    CHECK(split("\u4f60\u597d\u3002\u4f60\u5462\uff1f\u597d") ==
          Sentences{"\u4f60\u597d\u3002", "\u4f60\u5462\uff1f", "\u597d"});
    CHECK(split("\u300c\u306f\u3044\u3002\u300d\u3068\u8a00\u3063\u305f\u3002") ==
          Sentences{"\u300c\u306f\u3044\u3002\u300d", "\u3068\u8a00\u3063\u305f\u3002"});
}

TEST_CASE("sentences are the same however the text is cut into pieces")
{
    const std::string text =
        "Hello, Dr. M\u00fcller! \u4f60\u597d\u3002 Pi is 3.14. \"Yes?\" she said.\nEnd \U0001F600.";
    const auto whole = split(text);
    CHECK(whole.size() == 5);
    for (std::size_t piece = 1; piece < 9; ++piece)
        CHECK(split(text, piece) == whole);
}

TEST_CASE("a sentence is told as soon as the next one begins, not before its end is sure")
{
    SentenceSplitter splitter;
    CHECK(splitter.add("It is 3.").empty());
    CHECK(splitter.add("5 now. ").empty());
    CHECK(splitter.add("T") == Sentences{"It is 3.5 now."});
    CHECK(splitter.add("hen.").empty());
    CHECK(splitter.finish() == Sentences{"Then."});
}

TEST_CASE("when nothing follows for a while, what ends in a mark is a sentence, and nothing else")
{
    SentenceSplitter splitter;
    CHECK(splitter.add("One moment.").empty());
    CHECK(splitter.pause() == Sentences{"One moment."});
    CHECK(splitter.add("Ask Dr.").empty());
    CHECK(splitter.pause().empty());
    CHECK(splitter.add(" Smith, J.").empty());
    CHECK(splitter.pause().empty());
    CHECK(splitter.finish() == Sentences{"Ask Dr. Smith, J."});
}

TEST_CASE("a text without an end is cut where it hurts least, and nothing of it is lost")
{
    std::string words;
    for (int i = 0; i < 600; ++i)
        words += i % 20 == 19 ? "word, " : "word ";
    const auto pieces = split(words);
    CHECK(pieces.size() >= 5);
    std::size_t letters = 0;
    for (const auto& piece : pieces)
    {
        CHECK(piece.size() <= SentenceSplitter::longestSentence);
        letters += static_cast<std::size_t>(std::ranges::count(piece, 'w'));
    }
    CHECK(letters == 600);
    CHECK(pieces.front().back() == ',');
    std::string wide;
    for (int i = 0; i < 1500; ++i)
        wide += "\u4f60";
    CHECK(split(wide).size() == 3);
}

TEST_CASE("bytes that are no text are mended and never lost in")
{
    CHECK(split("A\xFF"
                "B.") == Sentences{"A\uFFFD"
                                   "B."});
    CHECK(split("A\xE4\xBD") == Sentences{"A\uFFFD"});
    CHECK(split("").empty());
    CHECK(split(" \n\t ").empty());
}
