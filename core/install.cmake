# install.cmake - the recogniser for other programs: cmake --install puts headers, library, both
# data files and what pkg-config and find_package(hwr) look for under one prefix, which can be moved.
include(CMakePackageConfigHelpers)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/hwr)
set(data ${CMAKE_INSTALL_DATADIR}/hwr)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/hwr)

install(TARGETS hwr_core EXPORT hwr ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${headers})
install(FILES hwr.h DESTINATION ${headers})
install(FILES words/words.h words/language.h DESTINATION ${headers}/words)
install(FILES hand/hand.h DESTINATION ${headers}/hand)
install(FILES outlier/outlier.h DESTINATION ${headers}/outlier)
install(FILES paper/paper.h DESTINATION ${headers}/paper)
install(FILES ../weights/letters.hwr ../weights/en.hwl ../LICENSE DESTINATION ${data})

file(RELATIVE_PATH HWR_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(hwr.pc.in hwr.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/hwr.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(EXPORT hwr NAMESPACE hwr:: FILE hwr-config.cmake DESTINATION ${package})
write_basic_package_version_file(hwr-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/hwr-config-version.cmake DESTINATION ${package})
