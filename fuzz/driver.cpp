// The driver is what libFuzzer, and engines that speak its language, call. Everything else is the same for any caller.
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "target.hpp"

namespace {

constexpr std::string_view longest_case = "-max_len=1048576";

bool is_file(const char* path) {
  struct stat status{};
  return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/// libFuzzer's own limit, 4096 bytes without a corpus, is shorter than most cases. Named files must not be cut, so they
/// are replayed without a limit. Running twice (merging starts this program again) changes nothing.
void allow_long_cases(int& argc, char**& argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("-max_len=") || (!argument.starts_with('-') && is_file(argv[i]))) {
      return;
    }
  }
  static std::string option(longest_case);
  static std::vector<char*> longer;
  longer.assign(argv, argv + argc);
  longer.push_back(option.data());
  longer.push_back(nullptr);
  argc += 1;
  argv = longer.data();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view option = "-artifact_prefix=";
  std::string prefix;
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (argument.starts_with(option)) {
      prefix = argument.substr(option.size());
    }
  }
  proofload::Target::instance().set_artifact_prefix(prefix);
  allow_long_cases(*argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  proofload::Target::instance().judge(std::as_bytes(std::span(data, size)));
  return 0;
}
