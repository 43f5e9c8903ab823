/// The registry holds the loaders that are linked into this program, by name.
///
/// `PROOFLOAD_LOADER(name) { return {…}; }` at namespace scope adds one. Loaders are added while the program starts and
/// only read after that, so reading needs no lock.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "proofload/declaration.hpp"

namespace proofload {

struct RegisteredLoader {
  std::string name;
  Declaration declaration;
};

/// All loaders, sorted by name.
std::span<const RegisteredLoader> loaders();

/// The loader of that name; null when there is none.
const RegisteredLoader* loader_named(std::string_view name);

/// Adds a loader; of two with one name the first stays, and `PROOFLOAD_LOADER` makes that a link error.
struct Registration {
  Registration(const char* name, Declaration declaration);
};

}  // namespace proofload

// NOLINTBEGIN(bugprone-macro-parentheses): the parameter becomes part of names
#define PROOFLOAD_LOADER(NAME)                                                                                \
  ::proofload::Declaration proofload_declaration_of_##NAME();                                                 \
  namespace {                                                                                                 \
  const ::proofload::Registration proofload_registration_of_##NAME{#NAME, proofload_declaration_of_##NAME()}; \
  }                                                                                                           \
  ::proofload::Declaration proofload_declaration_of_##NAME()
// NOLINTEND(bugprone-macro-parentheses)
