// A scenario as libFuzzer sees it: any bytes, leniently taken as the case file, and a crash. PROOFLOAD_SCENARIO is
// "number seed"; every call is one byte more in the file PROOFLOAD_CALLS.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <span>
#include <sstream>

#include "harness/minimize/scenarios.hpp"

namespace {

using namespace proofload;

scenarios::Scenario chosen() {
  std::istringstream text(std::getenv("PROOFLOAD_SCENARIO"));
  std::size_t number = 0;
  std::uint64_t seed = 1;
  text >> number >> seed;
  return scenarios::all(seed).at(number);
}

void other_bug() { std::_Exit(78); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const scenarios::Scenario scenario = chosen();
  static const int calls = ::open(std::getenv("PROOFLOAD_CALLS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (::write(calls, "x", 1) != 1) {
    return 0;
  }
  switch (scenario.load(read_case(std::as_bytes(std::span(data, size))).value)) {
    case scenarios::Outcome::failure:
      std::abort();
    case scenarios::Outcome::other_failure:
      other_bug();
      break;
    case scenarios::Outcome::fine:
      break;
  }
  return 0;
}
