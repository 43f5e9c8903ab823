/// A drawn case is a case together with the plans of its images, so that it can be shrunk as one.
#pragma once

#include <rapidcheck/Gen.h>

#include <iosfwd>
#include <memory>
#include <optional>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/images.hpp"
#include "proofload/registry.hpp"
#include "proofload/swarm.hpp"

namespace proofload {

struct DrawnCase {
  Case value;
  /// Of the file at the same place of the dataset; null for files that were not rendered from a plan.
  std::vector<std::shared_ptr<const ImagePlan>> plans;
};

/// For RapidCheck's messages: one line, no content.
void showValue(const DrawnCase& drawn, std::ostream& stream);

/// Cases that the loader declares to support, with sizes that grow with RapidCheck's size. Structure (counts, options,
/// faults, comparisons) is drawn by RapidCheck, jointly; pixels and the details of a fault follow from drawn seeds.
rc::Gen<DrawnCase> drawn_case(const RegisteredLoader& loader, const Swarm& swarm = {});

/// The same, also shrinking.
rc::Gen<DrawnCase> shrinking(rc::Gen<DrawnCase> cases, const RegisteredLoader& loader);

}  // namespace proofload
