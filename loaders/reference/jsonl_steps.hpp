/// Steps in lines of JSON, read strictly: each line is an object with the planned members, in any order, and no others.
///
/// Lines end in LF or CRLF, the last one also in nothing. Blank lines, a byte order mark, members that come twice,
/// texts and nulls in place of numbers are refused, with their line.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace proofload::reference {

struct MembersPlan {
  std::vector<std::string> members;
  float low = 0;  ///< of every number
  float high = 0;
};

/// Appends the steps to `values`, line by line, members in the planned order. `values` is of no use after an error.
std::expected<void, std::string> read_jsonl_steps(std::span<const std::byte> file, const MembersPlan& plan,
                                                  std::vector<float>& values);

}  // namespace proofload::reference
