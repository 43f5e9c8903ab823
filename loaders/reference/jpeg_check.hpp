/// Checks a JPEG file before any decoder sees it: structure, tables, scans, restart markers, and its end.
///
/// JPEG has no checksums: damage that leaves a legal stream of codes cannot be told from another picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

namespace proofload::reference {

struct JpegFacts {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t channels = 0;
};

/// `limit`: bytes that the decoded image may have. The error is the reason, for people.
std::expected<JpegFacts, std::string> check_jpeg(std::span<const std::byte> file, std::size_t limit);

}  // namespace proofload::reference
