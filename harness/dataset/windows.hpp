/// What the grammar of CSV says of a file that is a long series, and which windows over it are samples. Independent of
/// the loaders.
#pragma once

#include <cstddef>
#include <vector>

#include "dataset/record_kind.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// Whether windows can be cut as declared: columns that are there, sizes above zero, a shape that agrees.
bool makes_sense(const Windows& windows, const Features& features);

/// The records are windows, in their order. Behind a row that some readers take for none, or for several, nobody can
/// tell which windows there are: those of each way of counting rows follow, and need not come.
FileEvidence look_at_windows(const Blob& file, const Windows& kind, const Declaration& declaration);

}  // namespace proofload
