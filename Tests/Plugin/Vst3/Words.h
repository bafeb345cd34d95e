// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a VST3, and how exact they are.
#pragma once

#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <string>

namespace parley::tests::vst3
{

/// All words of this plugin are ASCII.
inline std::string text(const Steinberg::Vst::TChar* wide)
{
    std::string narrow;
    for (; *wide != 0; ++wide)
        narrow += static_cast<char>(*wide);
    return narrow;
}

/// Half a step, or what the words of a number leave out.
inline double toleranceOf(const Steinberg::Vst::ParameterInfo& parameter)
{
    return parameter.stepCount > 0 ? 0.5 / parameter.stepCount + 1e-6 : 0.006;
}

} // namespace parley::tests::vst3
