// SPDX-License-Identifier: Apache-2.0
#include "Net/Detail/CertificateBundle.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace parley::net
{
namespace
{

constexpr std::uintmax_t maxBundleBytes = std::uintmax_t{16} * 1024 * 1024;

struct FreeBio
{
    void operator()(BIO* bio) const { BIO_free(bio); }
};

Error invalidBundle(const TrustRoots& roots, std::string_view why)
{
    const auto chosenBy = roots.variable.empty() ? std::string() : " named by " + roots.variable;
    const auto advice = roots.variable.empty()
                            ? std::string("choose a PEM file with certificates")
                            : "let " + roots.variable + " name a PEM file with certificates or unset it";
    return {ErrorCode::caFileInvalid,
            "The certificate file \"" + roots.bundlePath + "\"" + chosenBy + " " + std::string(why) + ": " + advice +
                ".",
            roots.bundlePath};
}

std::optional<std::string> readFile(const std::filesystem::path& path, std::uintmax_t bytes)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())))
        return std::nullopt;
    return text;
}

} // namespace

Result<std::vector<Certificate>> readBundle(const TrustRoots& roots)
{
    std::error_code problem;
    if (!std::filesystem::exists(roots.bundlePath, problem))
        return invalidBundle(roots, "does not exist");
    const auto bytes = std::filesystem::file_size(roots.bundlePath, problem);
    if (problem)
        return invalidBundle(roots, "cannot be read");
    if (bytes > maxBundleBytes)
        return invalidBundle(roots, "is larger than 16 MiB");
    const auto text = readFile(roots.bundlePath, bytes);
    if (!text)
        return invalidBundle(roots, "cannot be read");

    const std::unique_ptr<BIO, FreeBio> bio(BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
    std::vector<Certificate> certificates;
    ERR_clear_error();
    while (auto* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        certificates.emplace_back(certificate);
    const auto reason = ERR_GET_REASON(ERR_peek_last_error());
    ERR_clear_error();
    // The reader tells the end of the bundle as a missing start line; anything else is a damaged certificate.
    if (reason != PEM_R_NO_START_LINE)
        return invalidBundle(roots, "holds a damaged certificate");
    if (certificates.empty())
        return invalidBundle(roots, "holds no certificate in PEM form");
    return certificates;
}

} // namespace parley::net
