# The one place that says how a target of ours is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(SOCKYARD_SANITIZE "" CACHE STRING "Sanitizers for every target of ours, as -fsanitize= takes them")

add_library(sockyard_options INTERFACE)
target_include_directories(sockyard_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(sockyard_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS
  QT_NO_FOREACH QT_NO_JAVA_STYLE_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(MSVC)
  target_compile_options(sockyard_options INTERFACE /W4 /WX /permissive- /utf-8)
  target_compile_definitions(sockyard_options INTERFACE NOMINMAX WIN32_LEAN_AND_MEAN)
else()
  target_compile_options(sockyard_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # With optimisation GCC 12 takes std::string's own operator+ for an overlapping copy (GCC bug 105329),
  # and an empty std::optional for an uninitialised one (105562); GCC 13 does not.
  target_compile_options(sockyard_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(SOCKYARD_SANITIZE)
  target_compile_options(sockyard_options INTERFACE
    -fsanitize=${SOCKYARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(sockyard_options INTERFACE -fsanitize=${SOCKYARD_SANITIZE})
endif()

if(SOCKYARD_FUZZ)
  # Every target of ours tells the fuzzer which way it went; main() comes with the fuzz targets alone.
  target_compile_options(sockyard_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(sockyard_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# sockyard_library(NAME SOURCES file… LINKS target…): one static library a folder.
function(sockyard_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE sockyard_options)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endfunction()

# No test sees or changes what the user has set and kept: each has a home of its own.
# sockyard_test(NAME LINKS target… [LABELS label…]): NAME.cpp is one test program and one row of ctest.
function(sockyard_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;LABELS")
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE ${arg_LINKS} sockyard_options)
  add_test(NAME ${name} COMMAND ${name})
  set(home "${PROJECT_BINARY_DIR}/homes/${name}")
  set_tests_properties(${name} PROPERTIES
    TIMEOUT 240
    LABELS "${arg_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;XDG_RUNTIME_DIR=/tmp;XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;XDG_DATA_HOME=${home}/data;LC_ALL=C.UTF-8;QT_LOGGING_RULES=qt.qpa.*=false")
endfunction()
