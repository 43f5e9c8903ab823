/// The table of all kinds of faults: one row says all that there is to know of a kind.
#pragma once

#include <variant>

#include "faults/byte_faults.hpp"
#include "proofload/fault.hpp"

namespace proofload {

struct RenamesNode {};
struct RenamesTwins {};
struct AddsNode {};
struct PermutesListing {};
/// Which state it is, the fault's text says.
struct MakesSpecial {};
/// What happens while a file is read is the sources' affair.
struct ActsInTime {};

using FaultEffect = std::variant<ByteFault, EffectiveNode::State, MakesSpecial, RenamesNode, RenamesTwins, AddsNode,
                                 PermutesListing, ActsInTime>;

struct FaultRow {
  FaultKind kind;
  FaultTraits traits;
  FaultEffect effect;
};

const FaultRow& row_of(FaultKind kind);

}  // namespace proofload
