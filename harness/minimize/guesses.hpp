/// Guesses learn how each kind of question is mostly answered, so that what runs ahead of a search mostly goes its way.
#pragma once

#include <string>
#include <unordered_map>

#include "proofload/minimize.hpp"

namespace proofload {

class Guesses {
 public:
  struct Guess {
    Answer answer = Answer::other;
    double chance = 0.5;  ///< that it is right; at least 0.5
  };
  /// `expected` is what the asker goes by; it counts while little has been learned.
  [[nodiscard]] Guess of(const std::string& kind, Answer expected) const;
  void learn(const std::string& kind, Answer expected, Answer told);

 private:
  std::unordered_map<std::string, double> same_;  ///< the share of "same"; the last answers weigh most
};

}  // namespace proofload
