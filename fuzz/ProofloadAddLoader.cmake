# proofload_add_loader(NAME SOURCES file… [LIBRARIES target…] [REGRESSIONS folder] [NO_TESTS])
#
# From one loader: a fuzz target `fuzz_NAME`, the property suite and the replay of its regressions under ctest, and the
# loader in this project's own `proofload` command. NAME is the one of its PROOFLOAD_LOADER(NAME). LIBRARIES are what the
# loader needs; those of this project should be instrumented as well (proofload_instrument). NO_TESTS leaves the ctest
# entries out (specimens that are meant to fail).
#
# Both programs are put into bin/ of the build folder, where `proofload fuzz` looks for the fuzz target. The tests are
# there when the project calls enable_testing(). Call find_package(proofload) in the topmost folder that has loaders.
#
# This is the one file that says what is instrumented: loaders are, the harness is not. See fuzz/localize.sh. Flags that
# are global already are taken as they are: with -fsanitize= in CMAKE_CXX_FLAGS none is added, and $LIB_FUZZING_ENGINE
# is linked in place of libFuzzer.

set(PROOFLOAD_SANITIZE "address,undefined" CACHE STRING
    "Sanitizers of the loaders, as for -fsanitize=; empty for none. Unused when CMAKE_CXX_FLAGS already name some.")

option(PROOFLOAD_FUZZ_TARGETS "Fuzz targets, and the coverage that engines go by. Off: loaders as a user would compile them."
       ON)

set(proofload_sanitize_compile "")
set(proofload_sanitize_link "")
set(proofload_engine_link "")
if(PROOFLOAD_SANITIZE AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
  set(proofload_sanitize_compile -fsanitize=${PROOFLOAD_SANITIZE} -fno-sanitize-recover=all)
  set(proofload_sanitize_link -fsanitize=${PROOFLOAD_SANITIZE})
  if(PROOFLOAD_SANITIZE MATCHES "address")
    # Reading a vector's spare capacity is an error, too.
    list(APPEND proofload_sanitize_compile -D_GLIBCXX_SANITIZE_VECTOR=1)
  endif()
endif()
if(NOT PROOFLOAD_FUZZ_TARGETS)
elseif(NOT "$ENV{LIB_FUZZING_ENGINE}" STREQUAL "")
  separate_arguments(proofload_engine_link UNIX_COMMAND "$ENV{LIB_FUZZING_ENGINE}")
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(proofload_engine_link -fsanitize=fuzzer)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*fuzzer|-fsanitize-coverage")
    # Without comparison tracing: it takes a third of the time, and cases are mutated by their structure, not by bytes
    # that comparisons give away.
    list(APPEND proofload_sanitize_compile -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
    # The command holds the same objects, and gets the runtime that they call from here when no sanitizer brings it.
    list(APPEND proofload_sanitize_link -fsanitize=fuzzer-no-link)
  endif()
endif()

# The folder whose command holds the loaders: what is set here is known there.
set_property(GLOBAL APPEND PROPERTY PROOFLOAD_HOMES "${CMAKE_CURRENT_SOURCE_DIR}")

# Compiles a target like a loader.
function(proofload_instrument target)
  if(PROOFLOAD_SANITIZE OR PROOFLOAD_FUZZ_TARGETS)
    target_compile_options(${target} PRIVATE ${proofload_sanitize_compile} -O1 -fno-omit-frame-pointer)
  endif()
  target_compile_options(${target} PRIVATE -g1)
endfunction()

# Compiles a target like the harness, whatever flags are global.
function(proofload_plain target)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,-]*memory")
    # A plain harness would make false reports of uninitialized memory.
    target_compile_options(${target} PRIVATE -fno-sanitize=all)
  endif()
  target_compile_options(${target} PRIVATE -g1)
endfunction()

function(proofload_add_loader name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_TESTS" "REGRESSIONS" "SOURCES;LIBRARIES")
  if(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "proofload_add_loader(${name}): expected a C++ identifier, the one of PROOFLOAD_LOADER(…)")
  endif()
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "proofload_add_loader(${name}): expected SOURCES, LIBRARIES, REGRESSIONS or NO_TESTS, found "
                        "${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "proofload_add_loader(${name}): name its SOURCES, as in SOURCES ${name}.cpp")
  endif()
  if(TARGET ${name}_loader)
    message(FATAL_ERROR "proofload_add_loader(${name}): there is a loader of that name already")
  endif()
  get_property(homes GLOBAL PROPERTY PROOFLOAD_HOMES)
  list(GET homes 0 home)
  cmake_path(IS_PREFIX home "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE below)
  if(NOT below)
    message(FATAL_ERROR "proofload_add_loader(${name}): the project's command is made in ${home}, which this folder is "
                        "not in: call find_package(proofload) in a folder above both")
  endif()

  add_library(${name}_loader OBJECT ${arg_SOURCES})
  target_link_libraries(${name}_loader PUBLIC proofload::contract ${arg_LIBRARIES})
  proofload_instrument(${name}_loader)

  if(proofload_engine_link)
    add_executable(fuzz_${name} $<TARGET_OBJECTS:${name}_loader>)
    set_target_properties(fuzz_${name} PROPERTIES LINKER_LANGUAGE CXX RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
    target_link_libraries(fuzz_${name} PRIVATE ${arg_LIBRARIES} proofload::fuzz ${proofload_engine_link})
    target_link_options(fuzz_${name} PRIVATE ${proofload_sanitize_link})
  endif()

  get_property(loaders GLOBAL PROPERTY PROOFLOAD_LOADERS)
  if(NOT loaders)
    cmake_language(DEFER DIRECTORY "${home}" CALL proofload_add_command)
    if(PROOFLOAD_FUZZ_TARGETS AND NOT proofload_engine_link)
      message(STATUS "Proofload: no fuzz targets: they need clang, or $LIB_FUZZING_ENGINE")
    endif()
    if(NOT PROOFLOAD_SANITIZE AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
      message(STATUS "Proofload: loaders without sanitizers: memory-safe sees only what ends the process")
    endif()
  endif()
  set_property(GLOBAL APPEND PROPERTY PROOFLOAD_LOADERS ${name}_loader)
  set_property(GLOBAL APPEND PROPERTY PROOFLOAD_LOADER_LIBRARIES ${arg_LIBRARIES})

  if(NOT arg_NO_TESTS)
    add_test(NAME properties.${name} COMMAND proofload test ${name} --cases 300)
    set_tests_properties(properties.${name} PROPERTIES TIMEOUT 300)
    if(arg_REGRESSIONS)
      cmake_path(ABSOLUTE_PATH arg_REGRESSIONS NORMALIZE)
      file(GLOB cases CONFIGURE_DEPENDS "${arg_REGRESSIONS}/*")
      if(cases)
        add_test(NAME regressions.${name} COMMAND proofload check ${name} ${cases})
        set_tests_properties(regressions.${name} PROPERTIES TIMEOUT 300)
      else()
        message(STATUS "Proofload: no regression of ${name} in ${arg_REGRESSIONS} yet")
      endif()
    endif()
  endif()
endfunction()

# The project's own `proofload` command, with all of its loaders. Called once, at the end of the folder that found the
# package.
function(proofload_add_command)
  get_property(loaders GLOBAL PROPERTY PROOFLOAD_LOADERS)
  get_property(libraries GLOBAL PROPERTY PROOFLOAD_LOADER_LIBRARIES)
  list(REMOVE_DUPLICATES libraries)
  list(TRANSFORM loaders REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_executable(proofload ${objects})
  set_target_properties(proofload PROPERTIES LINKER_LANGUAGE CXX RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(proofload PRIVATE ${libraries} proofload::command)
  target_link_options(proofload PRIVATE ${proofload_sanitize_link})
endfunction()
