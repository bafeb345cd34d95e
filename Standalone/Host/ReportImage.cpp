// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReportImage.h"

#include "ReportPlot.h"
#include "ReportStyle.h"
#include "ReportText.h"

namespace parley::host
{

namespace
{

constexpr int width = 1600;
constexpr int height = 820;
constexpr int margin = 36;

void drawReport(juce::Graphics& g, const RunReport& report)
{
    g.fillAll(style::paper);
    auto page = juce::Rectangle<int>(width, height).reduced(margin, 26);
    drawHeading(g, page.removeFromTop(92), report);
    ReportPlot(report, page.removeFromTop(410)).draw(g);
    page.removeFromTop(22);
    drawLatencies(g, page.removeFromRight(560), report);
    drawTranscript(g, page.withTrimmedRight(48), report);
}

} // namespace

Result<void> writeReportImage(const std::filesystem::path& file, const RunReport& report)
{
    const juce::Image image(juce::Image::ARGB, width, height, true, juce::SoftwareImageType());
    {
        juce::Graphics g(image);
        drawReport(g, report);
    }
    const juce::File target{juce::String(std::filesystem::absolute(file).string())};
    target.deleteFile();
    juce::FileOutputStream stream(target);
    juce::PNGImageFormat png;
    if (stream.openedOk() && png.writeImageToStream(image, stream))
        return {};
    return Error{ErrorCode::fileInvalid,
                 file.string() + " could not be written: check that its directory is there and has room.",
                 file.string()};
}

} // namespace parley::host
