#include "cli/fuzz_target.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "report/printable.hpp"

namespace proofload::cli {

std::string fuzz_target_of(const std::string& loader) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / ("fuzz_" + loader)).string();
}

std::string no_fuzz_target(const std::string& loader) {
  return fmt::format("there is no fuzz target {}: expected it beside this program; build fuzz_{} with clang",
                     printable(fuzz_target_of(loader)), loader);
}

}  // namespace proofload::cli
