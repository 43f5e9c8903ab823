#include "reference/npy_labels.hpp"

#include <utility>

#include "reference/npy_header.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

std::int64_t number_at(std::span<const std::byte> bytes, const ArrayHeader& header) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool big = header.bytes == ArrayHeader::Bytes::big_first;
    value = value << 8U | std::to_integer<std::uint64_t>(bytes[big ? i : bytes.size() - 1 - i]);
  }
  const unsigned unused = 64 - 8 * static_cast<unsigned>(bytes.size());
  return header.kind == ArrayHeader::Kind::unsigned_integer ? static_cast<std::int64_t>(value)
                                                            : static_cast<std::int64_t>(value << unused) >> unused;
}

}  // namespace

std::expected<std::vector<std::int64_t>, std::string> read_npy_labels(std::span<const std::byte> file,
                                                                      std::uint64_t samples) {
  try {
    const ArrayHeader header = read_array_header(file);
    if (header.kind == ArrayHeader::Kind::floating) {
      refuse("expected a header of whole numbers, which labels are, found floating ones");
    }
    if (header.shape.size() != 1) {
      refuse("expected labels of the shape (samples,), found " + std::to_string(header.shape.size()) + " axes");
    }
    if (header.shape[0] != samples) {
      refuse("expected as many labels as samples, found " + std::to_string(header.shape[0]) + " labels of " +
             std::to_string(samples) + " samples");
    }
    const std::span<const std::byte> data = file.subspan(header.size);
    // Divided, since a product could overflow.
    if (samples != data.size() / header.element || data.size() % header.element != 0) {
      refuse("the shape needs " + std::to_string(samples) + " labels of " + std::to_string(header.element) +
             " bytes, found " + std::to_string(data.size()) + " bytes");
    }
    std::vector<std::int64_t> labels;
    labels.reserve(samples);
    for (std::size_t at = 0; at < data.size(); at += header.element) {
      labels.push_back(number_at(data.subspan(at, header.element), header));
    }
    return labels;
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
