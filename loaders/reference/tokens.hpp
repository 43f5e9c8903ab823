/// Batches of token ids: a padded loader of one channel, whose features are int64 [rows, steps].
#pragma once

#include "reference/padded.hpp"

namespace proofload::reference {

class Tokens : public Padded {
 public:
  using Padded::Padded;

 protected:
  Batch collate(Rows rows) override;
};

}  // namespace proofload::reference
