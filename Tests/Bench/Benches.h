// SPDX-License-Identifier: Apache-2.0
// What can be measured, one function each; every function adds its figures, those of its peers among them.
#pragma once

#include "Figures.h"

namespace parley::bench
{

void echoBench(Figures& figures);
void resamplerBench(Figures& figures);
void callbackBench(Figures& figures);
void bargeInBench(Figures& figures);
void deltaBench(Figures& figures);
void wireBench(Figures& figures);
void sessionsBench(Figures& figures);
void serviceBench(Figures& figures);
/// Only where JUCE is built.
void pluginBench(Figures& figures);
void voiceBench(Figures& figures);
void earBench(Figures& figures);

} // namespace parley::bench
