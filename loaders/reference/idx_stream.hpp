/// An idx stream gives the bytes of a file one after the other, as they are or out of gzip.
///
/// What is read is checked as far as gzip lets it: a stream that ends early, a checksum or a length that is wrong, and
/// bytes behind the end are errors, at the latest when the end is asked for. It holds no more than a piece of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "proofload/source.hpp"

namespace proofload::reference {

class IdxStream {
 public:
  IdxStream() = default;
  IdxStream(const IdxStream&) = delete;
  IdxStream& operator=(const IdxStream&) = delete;
  virtual ~IdxStream() = default;

  /// Fills `into` as far as there are bytes, and says how far; less than all of it is the end. The error is for people.
  virtual std::expected<std::size_t, std::string> read(std::span<std::byte> into) = 0;
};

/// A path that ends in .gz is read as gzip. The source outlives the stream.
std::expected<std::unique_ptr<IdxStream>, std::string> open_idx(Source& source, const std::string& path);

}  // namespace proofload::reference
