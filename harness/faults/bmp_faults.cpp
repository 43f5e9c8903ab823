#include <algorithm>

#include "dataset/bmp.hpp"
#include "faults/byte_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/image_faults.hpp"

namespace proofload {
namespace {

struct Field {
  std::size_t offset;
  std::size_t width;
};
// In the order of the names.
constexpr std::array<Field, bmp_header_fields.size()> fields = {
    {{2, 4}, {10, 4}, {14, 4}, {18, 4}, {22, 4}, {26, 2}, {28, 2}, {30, 4}, {34, 4}, {46, 4}, {54, 4}, {66, 4}}};
/// In the header of 12 bytes, which begins as all do and has no more than these; no width: it has no such field.
constexpr std::array<Field, bmp_header_fields.size()> core_fields = {
    {{2, 4}, {10, 4}, {14, 4}, {18, 2}, {20, 2}, {22, 2}, {24, 2}, {}, {}, {}, {}, {}}};

}  // namespace

std::optional<Blob> bmp_header_changed(const Damage& damage) {
  const auto before = damage.before.bytes();
  const auto name = std::ranges::find(bmp_header_fields, damage.fault.text);
  const auto header = is_bmp(before) ? bmp_header(before) : std::nullopt;
  if (!header || name == bmp_header_fields.end()) {
    return std::nullopt;
  }
  const auto index = static_cast<std::size_t>(name - bmp_header_fields.begin());
  const Field field = header->is_core() ? core_fields.at(index) : fields.at(index);
  if (field.width == 0 || field.offset + field.width > std::min(header->palette_at(), before.size())) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes(before.begin(), before.end());
  std::uint64_t value = damage.fault.amount;
  for (std::size_t i = 0; i < field.width; ++i, value >>= 8U) {
    bytes[field.offset + i] = static_cast<std::byte>(value & 0xFFU);
  }
  return Blob(std::move(bytes));
}

}  // namespace proofload
