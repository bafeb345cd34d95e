// SPDX-License-Identifier: Apache-2.0
// Speech synthesis by flite with its four voices of English.
#pragma once

#include "Service/SpeechSynthesiser.h"

namespace parley::service
{

/// flite keeps global state, so that all instances of a process take turns; a second of speech takes it some 20 ms.
/// The protocol's voices map onto flite's: alloy, coral, marin, sage, shimmer and any unknown name to slt; ash, cedar
/// and echo to rms; ballad to awb; verse to kal16.
class FliteSynthesiser : public SpeechSynthesiser
{
public:
    /// Only ASCII is spoken; what has no letter or digit gives no speech.
    [[nodiscard]] Result<std::vector<std::int16_t>> speak(const std::string& text, const std::string& voice,
                                                          double speed) override;
};

} // namespace parley::service
