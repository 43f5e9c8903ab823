/// What the grammar of CSV says of a file with a sample in each row, or in rows that follow each other. Independent of
/// the loaders.
#pragma once

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

FileEvidence look_at_csv_rows(const Blob& file, const CsvRows& kind, const Declaration& declaration);
FileEvidence look_at_csv_long(const Blob& file, const CsvLong& kind, const Declaration& declaration);

/// The columns of features, in their order.
std::vector<std::string> feature_columns(const CsvRows& kind);
/// All columns, in their order.
std::vector<std::string> header_of(const CsvLong& kind);

}  // namespace proofload
