// SPDX-License-Identifier: Apache-2.0
#include "Audio/Detail/WebRtcProcessing.h"

#include <catch2/catch.hpp>

using parley::audio::detail::WebRtcProcessing;

TEST_CASE("the library's automatic gain is in the mode that is asked for: its steering of a microphone's volume is off")
{
    WebRtcProcessing processing(16000);
    REQUIRE(processing.isReady());
    auto& gain = *processing.parts().gain_control();
    // With the steering on, the library takes no mode from anybody.
    REQUIRE(gain.set_mode(webrtc::GainControl::kAdaptiveDigital) == webrtc::AudioProcessing::kNoError);
    REQUIRE(gain.Enable(true) == webrtc::AudioProcessing::kNoError);
    CHECK(gain.mode() == webrtc::GainControl::kAdaptiveDigital);
}
