// SPDX-License-Identifier: Apache-2.0
// Speech synthesis by flite with its four voices of English.
#pragma once

#include "Service/SpeechSynthesiser.h"

namespace parley::service
{

/// flite keeps global state, so that all instances of a process take turns; a second of speech takes it some 20 ms.
/// The protocol's voices map onto flite's: coral, marin, sage and shimmer to slt; ballad to awb; verse to kal16; alloy,
/// which is the default, and any other name to rms, the clearest of them to listeners and recognisers alike.
class FliteSynthesiser : public SpeechSynthesiser
{
public:
    /// Only ASCII is spoken; what has no letter or digit gives no speech. The same text gives speech of the same
    /// length, not of the same samples: flite excites its voices with noise.
    [[nodiscard]] Result<std::vector<std::int16_t>> speak(const std::string& text, const std::string& voice,
                                                          double speed) override;
};

} // namespace parley::service
