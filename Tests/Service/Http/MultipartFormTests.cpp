// SPDX-License-Identifier: Apache-2.0
#include "Service/Http/MultipartForm.h"
#include "Uploads.h"

#include <catch2/catch.hpp>

using namespace parley::service;

namespace
{

std::vector<FormPart> partsOf(const std::string& type, const std::string& body)
{
    const auto form = MultipartForm::parse(type, body);
    INFO((std::holds_alternative<std::string>(form) ? std::get<std::string>(form) : ""));
    REQUIRE(std::holds_alternative<MultipartForm>(form));
    return std::get<MultipartForm>(form).parts();
}

bool isRefused(const std::string& type, const std::string& body)
{
    const auto form = MultipartForm::parse(type, body);
    return std::holds_alternative<std::string>(form) && !std::get<std::string>(form).empty();
}

} // namespace

TEST_CASE("a form is read with its fields and its file, byte for byte")
{
    const std::string file("RIFF\0\r\n--parley\r\n\r\n\xFF", 20);
    const auto body = makeForm({{"model", "whisper-1"}, {"empty", ""}}, {"a \"b\".wav", file, "audio/wav"});
    const auto parts = partsOf(formType, body);
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].name == "model");
    CHECK(parts[0].content == "whisper-1");
    CHECK_FALSE(parts[0].fileName.has_value());
    CHECK(parts[1].content.empty());
    CHECK(parts[2].name == "file");
    CHECK(parts[2].contentType == "audio/wav");
    CHECK(parts[2].content == file);
}

TEST_CASE("a form may have a preamble, lower-case names and a boundary without quotes")
{
    const std::string body =
        "to be ignored\r\n--b\r\ncontent-disposition: form-data; filename=\"x;y=z\"; name=\"f\"\r\n"
        "\r\n1\r\n--b--\r\nepilogue";
    const auto parts = partsOf("Multipart/Form-Data; charset=utf-8; boundary=b", body);
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].name == "f");
    CHECK(parts[0].fileName == "x;y=z");
    CHECK(parts[0].content == "1");
}

TEST_CASE("a form that is cut off, nameless, boundless or too large in number is refused with a reason")
{
    const auto good = makeForm({{"model", "m"}}, {"a.wav", "RIFF"});
    CHECK(isRefused("application/json", good));
    CHECK(isRefused("multipart/form-data", good));
    CHECK(isRefused("multipart/form-data; boundary=" + std::string(71, 'x'), good));
    CHECK(isRefused("multipart/form-data; boundary=other", good));
    CHECK(isRefused(formType, ""));
    for (std::size_t length = 0; length + 4 < good.size(); ++length)
        CHECK(isRefused(formType, good.substr(0, length)));
    CHECK(isRefused("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n"));
    CHECK(isRefused("multipart/form-data; boundary=b", "--b\r\nX: " + std::string(9000, 'x') +
                                                           "\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1"
                                                           "\r\n--b--\r\n"));
    CHECK(isRefused(formType, makeForm(std::vector<std::pair<std::string, std::string>>(65, {"a", "b"}), {})));
}
