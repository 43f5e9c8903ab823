/// A specimen is a loader with one known defect; its twin is the same loader without it. One template makes both, so
/// that they cannot drift apart: the variant is all that differs.
///
/// Specimens are views over the reference loaders. Each header names the real bug on top.
#pragma once

#include <cstdint>

namespace proofload::zoo {

enum class Variant : std::uint8_t { specimen, twin };

}  // namespace proofload::zoo
