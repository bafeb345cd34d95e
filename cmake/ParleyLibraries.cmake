# SPDX-License-Identifier: Apache-2.0
# The libraries that are known to pkg-config alone; a program that links the C++ library needs them, too.
pkg_check_modules(WEBRTC_AUDIO REQUIRED IMPORTED_TARGET webrtc-audio-processing)
pkg_check_modules(KISSFFT REQUIRED IMPORTED_TARGET kissfft-float)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(LIBLO REQUIRED IMPORTED_TARGET liblo)
