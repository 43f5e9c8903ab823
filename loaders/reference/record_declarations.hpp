/// What the loaders of datasets with many samples in one file promise, and how they are made.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/record_reader.hpp"
#include "reference/sequence_declarations.hpp"

namespace proofload::reference {

/// Steps of two numbers from -1000 to 1000, and one of 16 classes, on each line.
RecordPlan jsonl_record_plan(const Ragged& ragged);

Declaration jsonl_records(const Ragged& ragged);

/// Whether a row whose label is no class is refused, or has it all the same.
enum class RowLabels : std::uint8_t { of_classes, any };
RecordPlan csv_rows_plan(RowLabels labels = RowLabels::of_classes);

/// Five columns of numbers from -1000 to 1000, one of text that is passed over, and the label, in each row.
Declaration csv_rows();

/// Sequences of three columns, in long format; or each of its rows a sample.
enum class LongRows : std::uint8_t { of_a_sequence, alone };
RecordPlan csv_long_plan(const Ragged& ragged, LongRows each = LongRows::of_a_sequence);

Declaration csv_long(const Ragged& ragged);

/// Shards of tar: arrays of two columns with the same numbers, and one of 16 classes.
RecordPlan tar_shard_plan(const Ragged& ragged);

Declaration tar_shards(const Ragged& ragged);

}  // namespace proofload::reference
