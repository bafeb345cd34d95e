// SPDX-License-Identifier: Apache-2.0
// Speech synthesis by flite with its four voices of English.
#pragma once

#include "Service/SpeechSynthesiser.h"

namespace parley::service
{

/// flite keeps global state, so that all instances of a process take turns; a second of speech takes it some 20 ms.
/// The protocol's ten voices differ in flite's voice, in pitch and in pace: marin, coral, shimmer and sage are slt;
/// ballad, ash and cedar are awb; verse is kal16; alloy, which is the default, echo and any other name are rms, the
/// clearest of them to listeners and recognisers alike.
class FliteSynthesiser : public SpeechSynthesiser
{
public:
    /// Only ASCII is spoken; what has no letter or digit gives no speech. The same text gives the same samples, unless
    /// another thread of the program calls rand() meanwhile.
    [[nodiscard]] Result<std::vector<std::int16_t>> speak(const std::string& text, const std::string& voice,
                                                          double speed) override;
};

} // namespace parley::service
