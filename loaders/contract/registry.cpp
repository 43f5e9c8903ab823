#include "proofload/registry.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace proofload {
namespace {

std::vector<RegisteredLoader>& list() {
  static std::vector<RegisteredLoader> all;
  return all;
}

}  // namespace

std::span<const RegisteredLoader> loaders() { return list(); }

const RegisteredLoader* loader_named(std::string_view name) {
  const auto found = std::ranges::find(list(), name, &RegisteredLoader::name);
  return found == list().end() ? nullptr : &*found;
}

Registration::Registration(const char* name, Declaration declaration) {
  const std::string key = name;
  const auto place = std::ranges::lower_bound(list(), key, {}, &RegisteredLoader::name);
  if (place == list().end() || place->name != key) {
    list().insert(place, {key, std::move(declaration)});
  }
}

}  // namespace proofload
