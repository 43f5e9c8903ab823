/// Samples in lines of JSON, read strictly: each line is an object with features and label, and the members that are to
/// be passed over.
///
/// Lines end in LF or CRLF, the last one also in nothing; a UTF-8 byte order mark may lead. Blank lines, members that
/// come twice or are not planned, steps of another width, texts and nulls in place of numbers, and labels that are no
/// class are refused.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reference/record_table.hpp"

namespace proofload::reference {

struct JsonlRecordPlan {
  std::string features = "features";
  std::string label = "label";
  std::vector<std::string> ignored;
  std::uint32_t channels = 2;  ///< of each step
  std::int64_t classes = 16;   ///< labels are below
  float low = 0;               ///< of every number
  float high = 0;
};

/// The plan outlives the format.
std::unique_ptr<RecordFormat> jsonl_record_format(const JsonlRecordPlan& plan);

}  // namespace proofload::reference
