# SPDX-License-Identifier: Apache-2.0
# `cpack` in the build folder makes one Debian package of all that is installed; scripts/package does both.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME parley)
set(CPACK_PACKAGE_VENDOR "The Parley authors")
set(CPACK_PACKAGE_CONTACT "The Parley authors <parley@parley.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "realtime voice agent for any audio host")
set(CPACK_PACKAGE_DESCRIPTION "Audio goes in, the agent's voice comes out: as a plugin (VST3, LV2, Pure Data), a desktop
app, a command line, and a library for C and C++. Speaks the OpenAI Realtime protocol. A small local service is
built in, so that all of it works with no key, no account and no network.")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/lib)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "pocketsphinx-en-us") # The local service understands with its model.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "puredata, libssl-dev, nlohmann-json3-dev, libspdlog-dev, \
libwebrtc-audio-processing-dev, libkissfft-dev, libsimdjson-dev, libc-ares-dev, liblo-dev") # For C++ programs.
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/parley)
include(CPack)
