/// A lent loader is a batched loader that lends its batches out of one buffer, until the next call to it.
///
/// So nothing is allocated for a batch that is no larger than one before it.
#pragma once

#include "reference/batched.hpp"

namespace proofload::reference {

class Lent final : public Batched {
 public:
  using Batched::Batched;

 private:
  Batch collate(Rows rows) override;

  Rows held_;
};

}  // namespace proofload::reference
