/// The passes, coarse to fine. Each knows one structure, leaves the rest alone, and only proposes: what is taken is the
/// search's to say. Options come first: they change no data. Rounds are run until one changes nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "minimize/search.hpp"

namespace proofload {

enum class Tier : std::uint8_t {
  coarse,  ///< what makes every later call cheaper: repeated until nothing changes
  fine
};

struct Pass {
  Tier tier = Tier::fine;
  std::string_view name;
  void (*run)(Search&);
};

void minimize_options(Search& search);
/// Where the failure depends on two things, neither changes alone: one file less under another seed, batch size or
/// number of workers, or with its content in another one; other options and a comparison run less; no shuffling and
/// another order of the files.
void minimize_jointly(Search& search);
void minimize_units(Search& search);
void minimize_files(Search& search);
void minimize_faults(Search& search);
void empty_files(Search& search);
void minimize_images(Search& search);
void minimize_arrays(Search& search);
void minimize_members(Search& search);
void minimize_rows(Search& search);
void minimize_columns(Search& search);
void minimize_cells(Search& search);
void minimize_text_form(Search& search);
void minimize_numbers(Search& search);
/// What faults do to contents becomes the contents, where the failure stays: a fault less, and a file that shows it.
void bake_faults(Search& search);
void minimize_bytes(Search& search);
void minimize_fault_details(Search& search);
void minimize_names(Search& search);

}  // namespace proofload
