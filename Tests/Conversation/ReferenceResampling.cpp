// SPDX-License-Identifier: Apache-2.0
#include "ReferenceResampling.h"

#include <cmath>
#include <soxr.h>
#include <stdexcept>

namespace parley::listening
{

std::vector<float> resampledByReference(std::span<const float> signal, double fromRate, double toRate)
{
    const auto most = std::ceil(static_cast<double>(signal.size()) * toRate / fromRate);
    std::vector<float> made(static_cast<std::size_t>(most));
    std::size_t frames = 0;
    const auto quality = soxr_quality_spec(SOXR_VHQ, 0);
    const auto* problem = soxr_oneshot(fromRate, toRate, 1, signal.data(), signal.size(), nullptr, made.data(),
                                       made.size(), &frames, nullptr, &quality, nullptr);
    if (problem != nullptr)
        throw std::runtime_error(problem);
    made.resize(frames);
    return made;
}

} // namespace parley::listening
