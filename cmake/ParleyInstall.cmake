# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: the library for C++ and for C, the commands, and the plugins where they are built.
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME library)
set(PARLEY_CMAKE_DIRECTORY ${CMAKE_INSTALL_LIBDIR}/cmake/Parley)

install(TARGETS parley parley-c EXPORT ParleyTargets)
# The private wall: headers that show what the library is built on stay at home, and the service is a program.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/Source/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/parley
    FILES_MATCHING PATTERN "*.h" PATTERN "*Detail.h" EXCLUDE PATTERN "Detail" EXCLUDE PATTERN "Service" EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/Embed/parley.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

install(EXPORT ParleyTargets NAMESPACE Parley:: DESTINATION ${PARLEY_CMAKE_DIRECTORY})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/ParleyConfig.cmake.in ${CMAKE_BINARY_DIR}/ParleyConfig.cmake
    INSTALL_DESTINATION ${PARLEY_CMAKE_DIRECTORY})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/ParleyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/ParleyConfig.cmake ${CMAKE_BINARY_DIR}/ParleyConfigVersion.cmake
    ${CMAKE_CURRENT_LIST_DIR}/ParleyLibraries.cmake
    DESTINATION ${PARLEY_CMAKE_DIRECTORY})
configure_file(${CMAKE_CURRENT_LIST_DIR}/parley.pc.in ${CMAKE_BINARY_DIR}/parley.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/parley.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME programs)
install(TARGETS parley-command)
install(FILES ${PROJECT_SOURCE_DIR}/Embed/CSharp/Parley.cs DESTINATION ${CMAKE_INSTALL_DATADIR}/parley/CSharp)
install(FILES ${PROJECT_SOURCE_DIR}/Embed/Examples/talk.c DESTINATION ${CMAKE_INSTALL_DATADIR}/parley/examples)
if(TARGET parley-pd)
    # Pure Data looks here, whatever the machine's library folder is called.
    install(TARGETS parley-pd LIBRARY DESTINATION lib/pd/extra/parley~ OPTIONAL)
    install(FILES ${PROJECT_SOURCE_DIR}/Embed/PureData/parley~-help.pd DESTINATION lib/pd/extra/parley~)
endif()

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME plugins)
if(PARLEY_BUILD_JUCE AND UNIX AND NOT APPLE)
    install(TARGETS ParleyApp)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/plugins/Parley.vst3 DESTINATION lib/vst3 USE_SOURCE_PERMISSIONS)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/plugins/Parley.lv2 DESTINATION lib/lv2 USE_SOURCE_PERMISSIONS)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/plugins/Unity/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/parley/Unity
        USE_SOURCE_PERMISSIONS)
    install(FILES ${PROJECT_SOURCE_DIR}/packaging/parley.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${PROJECT_SOURCE_DIR}/packaging/parley.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
