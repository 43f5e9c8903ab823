#include "faults/fault_table.hpp"

#include <array>

#include "faults/block_faults.hpp"
#include "faults/cache_faults.hpp"
#include "faults/call_faults.hpp"
#include "faults/extra_node.hpp"
#include "faults/foreign.hpp"
#include "faults/idx_faults.hpp"
#include "faults/image_faults.hpp"
#include "faults/jpeg_faults.hpp"
#include "faults/npy_faults.hpp"
#include "faults/png_faults.hpp"
#include "faults/rename.hpp"
#include "faults/special_node.hpp"
#include "faults/table_faults.hpp"
#include "faults/tar_faults.hpp"
#include "faults/transfer_faults.hpp"
#include "faults/zip_faults.hpp"

namespace proofload {
namespace {

using P = FaultParameter;
using State = EffectiveNode::State;

constexpr std::array path = {P::path};
constexpr std::array path_at = {P::path, P::at};
constexpr std::array path_at_text = {P::path, P::at, P::text};
constexpr std::array path_at_seed = {P::path, P::at, P::seed};
constexpr std::array path_at_amount = {P::path, P::at, P::amount};
constexpr std::array path_at_amount_text = {P::path, P::at, P::amount, P::text};
constexpr std::array path_at_amount_seed = {P::path, P::at, P::amount, P::seed};
constexpr std::array path_text = {P::path, P::text};
constexpr std::array path_seed_text = {P::path, P::seed, P::text};
constexpr std::array path_amount = {P::path, P::amount};
constexpr std::array path_amount_text = {P::path, P::amount, P::text};
constexpr std::array path_amount_seed_text = {P::path, P::amount, P::seed, P::text};
constexpr std::array path_amount_seed_nth_text = {P::path, P::amount, P::seed, P::nth, P::text};
constexpr std::array path_amount_nth_code_text = {P::path, P::amount, P::nth, P::code, P::text};
constexpr std::array path_nth_code = {P::path, P::nth, P::code};
constexpr std::array path_amount_nth = {P::path, P::amount, P::nth};
constexpr std::array only_seed = {P::seed};
constexpr std::array<std::string_view, 3> fillings = {"zeros", "random", "self"};
constexpr std::array<std::string_view, 1> zeros = {"zeros"};

constexpr auto at_rest = FaultTime::at_rest;
constexpr auto in_time = FaultTime::in_time;
constexpr auto any = FaultTraits::Files::any;
constexpr auto png = FaultTraits::Files::png;
constexpr auto jpeg = FaultTraits::Files::jpeg;
constexpr auto bmp = FaultTraits::Files::bmp;
constexpr auto text = FaultTraits::Files::text;
constexpr auto npy = FaultTraits::Files::npy;
constexpr auto idx = FaultTraits::Files::idx;
constexpr auto tar = FaultTraits::Files::tar;
constexpr auto zip = FaultTraits::Files::zip;
constexpr auto other_file = FaultTraits::OtherFile::possible;
constexpr auto never = FaultTraits::OtherFile::never;

// What a right loader does of damaged bytes: by what is evident at its declared integrity.
constexpr std::string_view by_bytes =
    "refuses what its declared integrity shows to be damage; else delivers what the bytes now say, or refuses";
constexpr std::string_view refuses = "refuses the sample, with its path and the cause";

constexpr std::array<FaultRow, fault_kind_count> table = {{
    {FaultKind::missing_path, {"missing-path", at_rest, path, {}, any, never, refuses}, State::absent},
    {FaultKind::empty, {"empty", at_rest, path, {}, any, never, refuses}, emptied},
    {FaultKind::truncate, {"truncate", at_rest, path_at, {}, any, never, by_bytes}, truncated},
    {FaultKind::bit_flip, {"bit-flip", at_rest, path_at_amount_seed, {}, any, never, by_bytes}, bits_flipped},
    {FaultKind::zero_range, {"zero-range", at_rest, path_at_amount, {}, any, never, by_bytes}, range_zeroed},
    {FaultKind::foreign_bytes,
     {"foreign-bytes", at_rest, path_seed_text, foreign_formats, any, other_file,
      "refuses what is of no format that it reads; another file's content is right with this file's label"},
     replaced_by_foreign},
    {FaultKind::append, {"append", at_rest, path_amount_seed_text, fillings, any, other_file, by_bytes}, appended},
    {FaultKind::directory,
     {"directory", at_rest, path, {}, any, never, "passes over it, or refuses it with its path"},
     State::directory},
    {FaultKind::unreadable, {"unreadable", at_rest, path, {}, any, never, refuses}, State::unreadable},
    {FaultKind::rename,
     {"rename", at_rest, path_text, hostile_names, any, never,
      "delivers it under its new name; where the format is known by the extension, a wrong one may be refused"},
     RenamesNode{}},
    {FaultKind::listing_order,
     {"listing-order", at_rest, only_seed, {}, any, never, "gives the same classes the same ids"},
     PermutesListing{}},
    {FaultKind::read_error,
     {"read-error",
      in_time,
      path_nth_code,
      {},
      any,
      never,
      "refuses the sample, or reads on and delivers all of it; never what came before the error as if it were whole"},
     ActsInTime{}},
    {FaultKind::short_read,
     {"short-read", in_time, path_amount_nth, {}, any, never, "reads on until the end and delivers the sample"},
     ActsInTime{}},
    {FaultKind::png_header,
     {"png-header", at_rest, path_amount_text, png_header_fields, png, never,
      "refuses what cannot be, before it allocates for it; else as the bytes now say"},
     png_header_changed},
    {FaultKind::jpeg_header,
     {"jpeg-header", at_rest, path_amount_text, jpeg_header_fields, jpeg, never,
      "refuses what cannot be, before it allocates for it; else as the bytes now say"},
     jpeg_header_changed},
    {FaultKind::png_checksum, {"png-checksum", at_rest, path_at, {}, png, never, by_bytes}, png_checksum_broken},
    {FaultKind::png_payload, {"png-payload", at_rest, path_at_seed, {}, png, never, by_bytes}, png_payload_changed},
    {FaultKind::jpeg_early_end,
     {"jpeg-early-end",
      at_rest,
      path_at,
      {},
      jpeg,
      never,
      "refuses it: a remainder that was never there is no part of a sample"},
     jpeg_ended_early},
    {FaultKind::table_row,
     {"table-row", at_rest, path_amount_text, table_row_damages, text, never,
      "refuses what its grammar and its declaration do not allow, with the row; never takes it for 0"},
     table_row_damaged},
    {FaultKind::text_form,
     {"text-form", at_rest, path_text, text_forms, text, never,
      "delivers what differs in line ends or has a UTF-8 mark in front; other encodings it may refuse"},
     text_form_changed},
    {FaultKind::npy_header,
     {"npy-header", at_rest, path_text, npy_header_changes, npy, never,
      "delivers what is another way to say the same; refuses what the data behind does not bear out"},
     npy_header_changed},
    {FaultKind::torn_write, {"torn-write", at_rest, path_at_text, zeros, any, other_file, by_bytes}, write_torn},
    {FaultKind::byte_swap, {"byte-swap", at_rest, path_at_amount, {}, any, never, by_bytes}, bytes_swapped},
    {FaultKind::block, {"block", at_rest, path_at_amount_text, block_changes, any, never, by_bytes}, block_changed},
    {FaultKind::prepend, {"prepend", at_rest, path_amount_seed_text, fronts, any, never, by_bytes}, prepended},
    {FaultKind::transfer, {"transfer", at_rest, path_text, transfers, any, never, by_bytes}, sent_as_text},
    {FaultKind::png_structure,
     {"png-structure", at_rest, path_at_amount_text, png_structure_changes, png, never, by_bytes},
     png_structure_changed},
    {FaultKind::png_stream,
     {"png-stream", at_rest, path_amount_seed_text, png_stream_changes, png, never, by_bytes},
     png_stream_changed},
    {FaultKind::jpeg_structure,
     {"jpeg-structure", at_rest, path_at_amount_text, jpeg_structure_changes, jpeg, never, by_bytes},
     jpeg_structure_changed},
    {FaultKind::extra_node,
     {"extra-node", at_rest, path_text, extra_nodes, any, never,
      "passes over it, or, where it has a sample's name, refuses it; follows no link without end"},
     AddsNode{}},
    {FaultKind::twin_name,
     {"twin-name", at_rest, path_text, twin_names, any, never, "delivers both, each under its own name"},
     RenamesTwins{}},
    {FaultKind::special_node,
     {"special-node", at_rest, path_text, special_nodes, any, never,
      "passes over it, or refuses it with its path (a link that leads nowhere it must refuse); never waits for it"},
     MakesSpecial{}},
    {FaultKind::call_error,
     {"call-error", in_time, path_amount_nth_code_text, failing_calls, any, never,
      "refuses the sample (of a folder: the dataset), or tries again and delivers it; never passes over it in silence"},
     ActsInTime{}},
    {FaultKind::changed_file,
     {"changed-file", in_time, path_amount_seed_nth_text, file_changes, any, never,
      "delivers what it holds at one of its opens, or refuses it"},
     ActsInTime{}},
    {FaultKind::slow,
     {"slow", in_time, path_amount, {}, any, never, "delivers the same samples in the same order"},
     ActsInTime{}},
    {FaultKind::bmp_header,
     {"bmp-header", at_rest, path_amount_text, bmp_header_fields, bmp, never,
      "refuses what cannot be, before it allocates for it; else as the bytes now say"},
     bmp_header_changed},
    {FaultKind::idx_header,
     {"idx-header", at_rest, path_text, idx_header_changes, idx, never,
      "refuses what the data behind does not bear out, before it allocates for it"},
     idx_header_changed},
    {FaultKind::idx_samples,
     {"idx-samples", at_rest, path_text, idx_sample_changes, idx, never,
      "refuses a pair of files that do not hold as many samples; else delivers what the bytes now say"},
     idx_samples_changed},
    {FaultKind::tar_header,
     {"tar-header", at_rest, path_amount_text, tar_header_changes, tar, never,
      "refuses what leads out or is no file, and what is torn, as one bad sample each; what stands before that counts"},
     tar_header_changed},
    {FaultKind::tar_members,
     {"tar-members", at_rest, path_amount_text, tar_member_changes, tar, never,
      "goes by the keys: refuses samples that lack a member or come twice, and a shard without its end"},
     tar_members_changed},
    {FaultKind::npy_samples,
     {"npy-samples", at_rest, path_amount_text, npy_sample_changes, npy, never,
      "refuses arrays that do not hold as many samples as each other; else delivers what the bytes now say"},
     npy_samples_changed},
    {FaultKind::zip_members,
     {"zip-members", at_rest, path_amount_text, zip_member_changes, zip, never,
      "goes by the names; refuses what the archive says differently in two places, or what is not as it says"},
     zip_members_changed},
    {FaultKind::cache_leftover,
     {"cache-leftover", in_time, path_at_text, cache_leftovers, any, never,
      "does without the cache, or refuses the sample; never takes from it what the file does not hold"},
     ActsInTime{}},
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

bool changes_names(FaultKind kind) {
  const FaultEffect& effect = row_of(kind).effect;
  return std::holds_alternative<RenamesNode>(effect) || std::holds_alternative<RenamesTwins>(effect) ||
         std::holds_alternative<AddsNode>(effect) || std::holds_alternative<PermutesListing>(effect);
}

bool counts_calls(FaultKind kind) { return kind == FaultKind::call_error || kind == FaultKind::changed_file; }

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
