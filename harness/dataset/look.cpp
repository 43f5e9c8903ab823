#include "dataset/look.hpp"

#include <utility>

namespace proofload {

void Look::note_damage(Integrity level, std::string what) {
  if (!damage) {
    cause = std::move(what);
    damage = level;
  } else if (level < *damage) {
    damage = level;
  }
}

void Look::note_odd(std::string what) {
  if (!damage && !odd) {
    cause = std::move(what);
  }
  odd = true;
}

}  // namespace proofload
