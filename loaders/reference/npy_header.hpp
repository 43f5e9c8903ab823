/// The header of a NumPy array, read strictly. Throws `Refusal`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace proofload::reference {

struct ArrayHeader {
  enum class Kind : std::uint8_t { floating, signed_integer, unsigned_integer } kind = Kind::floating;
  std::size_t element = 0;  ///< bytes
  enum class Bytes : std::uint8_t { little_first, big_first } bytes = Bytes::little_first;
  enum class Places : std::uint8_t { rows_first, columns_first } places = Places::rows_first;
  std::vector<std::uint64_t> shape;
  std::size_t size = 0;  ///< of the header, in bytes: there the data begins
};

ArrayHeader read_array_header(std::span<const std::byte> file);

}  // namespace proofload::reference
