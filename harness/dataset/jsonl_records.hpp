/// What the grammar of JSON says of a file with a sample on each line. Independent of the loaders.
#pragma once

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

FileEvidence look_at_jsonl_records(const Blob& file, const JsonlRecords& kind, const Declaration& declaration);

}  // namespace proofload
