/// members-by-order: the first array of an archive is taken for the features and the second for the labels, whatever
/// their names are.
///
/// Origin: folklore (`arr_0` and `arr_1` of an archive that was saved without names).
#pragma once

#include <utility>

#include "reference/zip_members.hpp"
#include "zoo/arrays_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
reference::ArrayBytes read_members_by_order(Source& source, const reference::ArrayTablePlan& plan) {
  if constexpr (variant == Variant::specimen) {
    const auto bytes = read_file(source, plan.archive, plan.file_limit);
    const auto archive = reference::ZipMembers::open(bytes ? *bytes : std::vector<std::byte>{});
    if (archive && archive->count() >= 2) {
      reference::ArrayTablePlan as_they_stand = plan;
      as_they_stand.features = archive->name(0);
      as_they_stand.labels = archive->name(1);
      return reference::read_archived_arrays(source, as_they_stand);
    }
  }
  return reference::read_archived_arrays(source, plan);
}

template <Variant variant>
Declaration members_by_order() {
  reference::ArrayTablePlan plan = reference::npz_plan();
  plan.read = read_members_by_order<variant>;
  return arrays_with(reference::npz(plan));
}

}  // namespace proofload::zoo
