/// What labels are: classes, or numbers that a model is to tell.
#pragma once

#include "proofload/declaration.hpp"

namespace proofload {

inline bool has_class_labels(const Declaration& declaration) {
  const Labels& labels = declaration.labels;
  if (labels.kind == Labels::Kind::automatic) {
    return labels.dtype != Dtype::undeclared && labels.dtype != Dtype::boolean && !is_floating(labels.dtype) &&
           labels.shape.empty();
  }
  return labels.kind == Labels::Kind::classes;
}

inline bool has_number_labels(const Declaration& declaration) {
  const Labels& labels = declaration.labels;
  return labels.kind == Labels::Kind::regression ||
         (labels.kind == Labels::Kind::automatic && is_floating(labels.dtype));
}

}  // namespace proofload
