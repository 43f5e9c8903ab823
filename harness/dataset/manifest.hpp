/// What the grammar of CSV says of a manifest of images: a row each, `path,label`. Independent of the loaders.
#pragma once

#include <string>
#include <string_view>

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/dataset.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

FileEvidence look_at_manifest(const Blob& file, const Declaration& declaration);

/// Whether a path leads nowhere but to what is below the root.
bool stays_inside(std::string_view path);

/// As it leads: without blanks around it, backslashes, "." and what ".." takes back.
std::string plain_path(std::string_view path);

/// Puts into some names what a manifest must quote, or what readers of text stumble over: commas, quotes, blanks.
void give_awkward_names(Dataset& dataset, Random& random);

/// Writes the declared manifest anew: a row for nearly each file, labels drawn, in an order of its own. Now and then a
/// row comes twice, names what is not there, leads out of the dataset, or has a label that is no class.
void write_manifest(Dataset& dataset, const Declaration& declaration, Random& random);

/// A manifest of a row for each other file of the dataset, in its order, labels drawn.
Blob plain_manifest(const Dataset& dataset, const Declaration& declaration, Random& random);

}  // namespace proofload
