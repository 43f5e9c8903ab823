/// The declaration of the reference loader of windows, with another layout, or another view over the windows.
#pragma once

#include <memory>
#include <utility>

#include "proofload/declaration.hpp"
#include "reference/forecasts.hpp"
#include "reference/window_declaration.hpp"
#include "reference/window_layout.hpp"
#include "reference/window_reader.hpp"
#include "reference/window_table.hpp"

namespace proofload::zoo {

/// `Layout` is a `WindowLayout`, `View` a `Forecasts`.
template <class Layout, class View = reference::Forecasts>
Declaration windows_with() {
  Declaration declaration = reference::windows();
  const reference::BatchPlan declared = {.bad_sample = BadSample::skip_refill};
  declaration.bad_sample = declared.bad_sample;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared](Source& source, const LoadOptions& options) {
    reference::WindowPlan plan = reference::window_plan();
    plan.layout = std::make_shared<const Layout>(plan.layout->declared());
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    auto table = std::make_shared<const reference::WindowTable>(source, plan);
    auto reader = std::make_unique<reference::WindowReader>(table, reference::window_shape(plan));
    return std::make_unique<View>(std::move(reader), std::move(table), reference::BatchPlan::of(as_declared, declared));
  };
  return declaration;
}

}  // namespace proofload::zoo
