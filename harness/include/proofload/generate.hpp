/// Generating makes cases that a loader declares to support: drawn anew, changed a little, or crossed.
///
/// Everything is drawn from the `Random` given, so equal seeds give equal cases on every machine. Options, faults and
/// dataset are drawn jointly (a batch size is chosen by the number of samples), small, and towards the places where
/// loaders break. No result needs mending: each is as `fit_generated` leaves it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/random.hpp"
#include "proofload/registry.hpp"
#include "proofload/swarm.hpp"

namespace proofload {

/// How large generated and mutated cases become. What is larger already may stay as it is, but does not grow.
struct GenerateLimits {
  std::size_t files = 24;
  std::size_t faults = 8;
  std::size_t bytes = std::size_t{256} << 10U;
};

/// A new case. Datasets are traceable images for loaders that read images; for others, and where nothing is declared,
/// too, until datasets of their kind are generated.
Case random_case(Random& random, const RegisteredLoader& loader, const Swarm& swarm = {});

/// Now and then, where the declaration gives reason for it: more samples than its memory holds when all are decoded at
/// once; more classes than a byte counts. Otherwise nothing, and the caller draws a few.
std::optional<std::size_t> draw_many_samples(Random& random, const Declaration& declaration);
std::optional<std::size_t> draw_many_classes(Random& random, const Declaration& declaration);

/// Now and then, for loaders that keep a cache on disk: what a run before left there.
std::optional<Fault> draw_leftover(Random& random, const Dataset& dataset, const Declaration& declaration);

/// Kinds of fault that can act on this dataset. With no files only `listing_order` is left.
std::vector<FaultKind> fitting_kinds(const Dataset& dataset);

/// A fault of any of these kinds that the swarm draws.
Fault random_fault(Random& random, const Dataset& dataset, const Swarm& swarm = {});

/// A fault of this kind, on a file that it fits if there is one; else it is inert.
Fault random_fault(Random& random, const Dataset& dataset, FaultKind kind);

/// The case with one to four things changed: a sample, a fault, an option, a comparison, the carrier, or bytes of a
/// file.
Case mutate(Case value, Random& random, const RegisteredLoader& loader, const Swarm& swarm = {});

/// Files, faults and options of two cases mixed.
Case crossover(const Case& a, const Case& b, Random& random, const RegisteredLoader& loader);

/// Whether a case is to have a comparison: runs that cost much are drawn less often.
bool draw_comparison(Random& random, Comparison comparison);

/// Brings about what a comparison needs to say anything: another seed says nothing of an order that no seed chose, and
/// orders nothing where samples are bad.
void set_stage(Comparison comparison, const Declaration& declaration, Case& value);

/// `fit`, and for cases that nobody made by hand also their dataset: files of more classes than the loader declares go.
Case fit_generated(Case value, const Declaration& declaration);

/// The folder that a path is in; "" at the root.
std::string_view parent_of(std::string_view path);

}  // namespace proofload
