/// Scarce remembers a case for each clause that it exercised and each kind of fault that it had occur, so that the
/// mutator can go back to what happens seldom. A power schedule over clauses and faults instead of edges: see AFLFast
/// (Boehme et al., CCS 2016), which does the same for paths.
///
/// Not thread-safe: cases are judged and mutated on one thread.
#pragma once

#include <array>
#include <memory>

#include "campaign_page.hpp"
#include "proofload/case.hpp"
#include "proofload/random.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

class Scarce {
 public:
  /// Cases whose files hold more bytes than that are not remembered.
  static constexpr std::size_t largest = std::size_t{64} << 10U;

  void note(const Case& value, const Verdict& verdict);

  /// One of the cases remembered, the likelier the more seldom the page has counted what it is remembered for; null
  /// while there is none.
  [[nodiscard]] const Case* pick(Random& random, const CampaignPage& page) const;

 private:
  // One copy of a case, whatever it is remembered for.
  std::array<std::shared_ptr<const Case>, clause_count> clauses_;
  std::array<std::shared_ptr<const Case>, fault_kind_count> faults_;
};

}  // namespace proofload
