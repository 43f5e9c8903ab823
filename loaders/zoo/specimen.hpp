/// What is known of a specimen: the real bug, the clauses that it breaks, and who exactly is to blame in a given world.
///
/// Tests alone read this. Generators, faults and oracles never see it, and it never sees the harness: it speaks of a
/// world in the contract's own words.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/clause.hpp"
#include "proofload/load_options.hpp"

namespace proofload::zoo {

/// A dataset as the loader meets it, and how it is asked to go through it.
struct World {
  struct Sample {
    /// As a loader of declared integrity must see it: `absent` and `damaged` must be refused, of `altered` and
    /// `unknown` either is right.
    enum class State : std::uint8_t { intact, absent, damaged, altered, unknown };
    enum class Pixels : std::uint8_t { varied, flat };  ///< flat: all values of all channels are equal

    std::string path;
    std::string class_name;
    State state = State::intact;
    Pixels pixels = Pixels::varied;

    [[nodiscard]] bool bad() const { return state == State::absent || state == State::damaged; }
  };

  std::vector<Sample> samples;              ///< in the declared order
  std::vector<std::string> listed_classes;  ///< in the order in which they are listed
  std::vector<std::uint64_t> order;         ///< of the first epoch, as places in `samples`
  std::uint64_t batch_size = 1;
};

/// Who is to blame for one broken clause in the first epoch.
struct Culprits {
  std::set<std::string> samples;       ///< paths; for class-index, names of classes
  std::vector<std::uint64_t> batches;  ///< ascending; empty: no batch in particular

  bool operator==(const Culprits&) const = default;
};

struct Specimen {
  std::string_view id;      ///< as in the catalogue of bugs
  std::string_view loader;  ///< as registered; its twin is this + "_twin"
  std::string_view origin;
  std::vector<Clause> breaks;  ///< a conviction has at least one of these …
  std::vector<Clause> may;     ///< … and nothing but these and those
  /// By clause; exact where no sample is `altered` or `unknown`. A clause that is not named is not broken in this
  /// world, unless it is one of `may`. Null when nobody can say beforehand.
  std::map<Clause, Culprits> (*culprits)(const World&);
  /// How often a generated case shows it: one of tens, or one of hundreds.
  enum class Shows : std::uint8_t { often, seldom } shows = Shows::often;
  /// By chance, where threads race or memory that nobody wrote is read: the same case may not show it again.
  enum class Repeats : std::uint8_t { surely, by_chance } repeats = Repeats::surely;
};

/// All of them, sorted by id.
std::span<const Specimen> specimens();

}  // namespace proofload::zoo
