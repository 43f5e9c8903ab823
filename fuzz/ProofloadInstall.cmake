# Installs the package that find_package(proofload) finds: public headers, the fused objects, and the function that adds
# a loader. It can be moved to any place.
include(CMakePackageConfigHelpers)

set(package_objects ${CMAKE_INSTALL_LIBDIR}/proofload)
set(package_data ${CMAKE_INSTALL_DATADIR}/proofload)
set(package_config ${CMAKE_INSTALL_LIBDIR}/cmake/proofload)

foreach(room loaders harness fuzz properties)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}/include/proofload DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/corpus/dictionaries DESTINATION ${package_data})

# Debug information would name folders of the machine that built it.
foreach(name fuzz command)
  set(object proofload_${name}.o)
  install(FILES ${CMAKE_BINARY_DIR}/fused/${object} DESTINATION ${package_objects})
  install(CODE "execute_process(COMMAND \"${CMAKE_OBJCOPY}\" --strip-debug
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${package_objects}/${object}\" COMMAND_ERROR_IS_FATAL ANY)")
endforeach()

configure_package_config_file(${PROJECT_SOURCE_DIR}/fuzz/proofload-config.cmake.in
  ${CMAKE_BINARY_DIR}/package/proofload-config.cmake INSTALL_DESTINATION ${package_config}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR package_objects package_data)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/package/proofload-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_BINARY_DIR}/package/proofload-config.cmake
  ${CMAKE_BINARY_DIR}/package/proofload-config-version.cmake
  ${PROJECT_SOURCE_DIR}/fuzz/ProofloadAddLoader.cmake
  DESTINATION ${package_config})
