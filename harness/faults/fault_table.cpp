#include "faults/fault_table.hpp"

#include <array>

#include "faults/foreign.hpp"
#include "faults/image_faults.hpp"
#include "faults/npy_faults.hpp"
#include "faults/rename.hpp"
#include "faults/table_faults.hpp"

namespace proofload {
namespace {

using P = FaultParameter;
using State = EffectiveNode::State;

constexpr std::array path = {P::path};
constexpr std::array path_at = {P::path, P::at};
constexpr std::array path_at_seed = {P::path, P::at, P::seed};
constexpr std::array path_at_amount = {P::path, P::at, P::amount};
constexpr std::array path_at_amount_seed = {P::path, P::at, P::amount, P::seed};
constexpr std::array path_text = {P::path, P::text};
constexpr std::array path_seed_text = {P::path, P::seed, P::text};
constexpr std::array path_amount_text = {P::path, P::amount, P::text};
constexpr std::array path_amount_seed_text = {P::path, P::amount, P::seed, P::text};
constexpr std::array path_nth_code = {P::path, P::nth, P::code};
constexpr std::array path_amount_nth = {P::path, P::amount, P::nth};
constexpr std::array only_seed = {P::seed};
constexpr std::array<std::string_view, 3> fillings = {"zeros", "random", "self"};

constexpr auto at_rest = FaultTime::at_rest;
constexpr auto in_time = FaultTime::in_time;

constexpr std::array<FaultRow, fault_kind_count> table = {{
    {FaultKind::missing_path, {"missing-path", at_rest, path, {}}, State::absent},
    {FaultKind::empty, {"empty", at_rest, path, {}}, emptied},
    {FaultKind::truncate, {"truncate", at_rest, path_at, {}}, truncated},
    {FaultKind::bit_flip, {"bit-flip", at_rest, path_at_amount_seed, {}}, bits_flipped},
    {FaultKind::zero_range, {"zero-range", at_rest, path_at_amount, {}}, range_zeroed},
    {FaultKind::foreign_bytes, {"foreign-bytes", at_rest, path_seed_text, foreign_formats}, replaced_by_foreign},
    {FaultKind::append, {"append", at_rest, path_amount_seed_text, fillings}, appended},
    {FaultKind::directory, {"directory", at_rest, path, {}}, State::directory},
    {FaultKind::unreadable, {"unreadable", at_rest, path, {}}, State::unreadable},
    {FaultKind::rename, {"rename", at_rest, path_text, hostile_names}, RenamesNode{}},
    {FaultKind::listing_order, {"listing-order", at_rest, only_seed, {}}, PermutesListing{}},
    {FaultKind::read_error, {"read-error", in_time, path_nth_code, {}}, ActsInTime{}},
    {FaultKind::short_read, {"short-read", in_time, path_amount_nth, {}}, ActsInTime{}},
    {FaultKind::png_header, {"png-header", at_rest, path_amount_text, png_header_fields}, png_header_changed},
    {FaultKind::jpeg_header, {"jpeg-header", at_rest, path_amount_text, jpeg_header_fields}, jpeg_header_changed},
    {FaultKind::png_checksum, {"png-checksum", at_rest, path_at, {}}, png_checksum_broken},
    {FaultKind::png_payload, {"png-payload", at_rest, path_at_seed, {}}, png_payload_changed},
    {FaultKind::jpeg_early_end, {"jpeg-early-end", at_rest, path_at, {}}, jpeg_ended_early},
    {FaultKind::table_row, {"table-row", at_rest, path_amount_text, table_row_damages}, table_row_damaged},
    {FaultKind::text_form, {"text-form", at_rest, path_text, text_forms}, text_form_changed},
    {FaultKind::npy_header, {"npy-header", at_rest, path_text, npy_header_changes}, npy_header_changed},
}};

static_assert([] {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].kind != static_cast<FaultKind>(i)) {
      return false;
    }
  }
  return true;
}());

}  // namespace

const FaultRow& row_of(FaultKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return table[index < table.size() ? index : 0];
}

const FaultTraits& traits(FaultKind kind) { return row_of(kind).traits; }

std::string_view name(FaultKind kind) { return traits(kind).name; }

std::optional<FaultKind> fault_kind_named(std::string_view name) {
  for (const FaultRow& row : table) {
    if (row.traits.name == name) {
      return row.kind;
    }
  }
  return std::nullopt;
}

}  // namespace proofload
