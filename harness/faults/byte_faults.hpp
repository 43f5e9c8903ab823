/// The faults that change a file's bytes, each as a function from the bytes before to the bytes after.
#pragma once

#include <optional>

#include "proofload/fault.hpp"

namespace proofload {

struct Damage {
  const Blob& before;
  const Fault& fault;
  const Dataset& dataset;  ///< the clean one
};

/// Nothing: the fault does not fit the file. All are total and deterministic.
using ByteFault = std::optional<Blob> (*)(const Damage&);

inline std::vector<std::byte> copy_of(const Blob& blob) { return {blob.bytes().begin(), blob.bytes().end()}; }

std::optional<Blob> emptied(const Damage& damage);
std::optional<Blob> truncated(const Damage& damage);
std::optional<Blob> bits_flipped(const Damage& damage);
std::optional<Blob> range_zeroed(const Damage& damage);
std::optional<Blob> appended(const Damage& damage);
std::optional<Blob> replaced_by_foreign(const Damage& damage);
std::optional<Blob> png_header_changed(const Damage& damage);
std::optional<Blob> jpeg_header_changed(const Damage& damage);
std::optional<Blob> png_checksum_broken(const Damage& damage);
std::optional<Blob> png_payload_changed(const Damage& damage);
std::optional<Blob> jpeg_ended_early(const Damage& damage);
std::optional<Blob> table_row_damaged(const Damage& damage);
std::optional<Blob> text_form_changed(const Damage& damage);
std::optional<Blob> npy_header_changed(const Damage& damage);
std::optional<Blob> write_torn(const Damage& damage);
std::optional<Blob> bytes_swapped(const Damage& damage);
std::optional<Blob> block_changed(const Damage& damage);
std::optional<Blob> prepended(const Damage& damage);
std::optional<Blob> sent_as_text(const Damage& damage);
std::optional<Blob> png_structure_changed(const Damage& damage);
std::optional<Blob> png_stream_changed(const Damage& damage);
std::optional<Blob> jpeg_structure_changed(const Damage& damage);
/// What a file holds after a change of `changed_file`.
std::optional<Blob> changed_meanwhile(const Damage& damage);
std::optional<Blob> bmp_header_changed(const Damage& damage);
std::optional<Blob> idx_header_changed(const Damage& damage);
std::optional<Blob> idx_samples_changed(const Damage& damage);
std::optional<Blob> tar_header_changed(const Damage& damage);
std::optional<Blob> tar_members_changed(const Damage& damage);
std::optional<Blob> npy_samples_changed(const Damage& damage);
std::optional<Blob> zip_members_changed(const Damage& damage);

}  // namespace proofload
