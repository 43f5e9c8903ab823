// An inline function of the loader's own that reads behind an array's end.
#include "canary.hpp"

[[gnu::noinline]] inline std::size_t read_at(const std::size_t* values, std::size_t i) { return values[i]; }

namespace {
std::size_t overrun(std::size_t size) {
  const std::unique_ptr<std::size_t[]> values(new std::size_t[size]());
  return read_at(values.get(), size);
}
}  // namespace

CANARY_LOADER(inline_function) { return canary(overrun); }
