// Arrays: extents, axes, the kind of their items, then the header; data and lengths stay consistent.
#include <algorithm>
#include <utility>

#include "minimize/bytes.hpp"
#include "minimize/edit.hpp"
#include "minimize/formats.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

class Array {
 public:
  Array(Search& search, std::size_t file, NpyParts parts) : search_(search), file_(file), parts_(std::move(parts)) {}

  void minimize() {
    const std::vector<std::uint64_t> ones(parts_.shape.size(), 1);
    attempt(with_shape(parts_, ones));
    for (std::size_t axis = 0; axis < parts_.shape.size() && !search_.over(); ++axis) {
      extent(axis);
    }
    axes();
    NpyParts bytes = parts_;
    if (const std::size_t at = bytes.dictionary.find("'descr'"); at != std::string::npos && bytes.item > 1) {
      const std::size_t open = bytes.dictionary.find('\'', at + 8);
      const std::size_t close = bytes.dictionary.find('\'', open + 1);
      bytes.dictionary.replace(open + 1, close - open - 1, "|u1");
      bytes.data.resize(bytes.data.size() / bytes.item);
      bytes.item = 1;
      attempt(bytes);
    }
    header();
  }

 private:
  [[nodiscard]] Case with(const NpyParts& parts, NpyPadding padding = NpyPadding::aligned) const {
    return with_content(search_.best(), file_, Blob(npy_of(parts, padding)));
  }

  bool attempt(NpyParts parts) {
    if (!search_.attempt(with(parts))) {
      return false;
    }
    parts_ = std::move(parts);
    return true;
  }

  void extent(std::size_t axis) {
    const auto of = [&](std::size_t value) {
      auto shape = parts_.shape;
      shape[axis] = value;
      return with_shape(parts_, shape);
    };
    const std::size_t low = parts_.shape[axis] > 1 && attempt(of(1)) ? 0 : 2;
    const std::size_t found = minimize_number(search_, std::min<std::size_t>(low, parts_.shape[axis]),
                                              parts_.shape[axis], [&](std::size_t value) { return with(of(value)); });
    parts_ = of(found);
  }

  void axes() {
    for (std::size_t axis = parts_.shape.size(); axis-- > 0 && !search_.over();) {
      auto shape = parts_.shape;
      shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
      attempt(with_shape(parts_, shape));
    }
  }

  /// The header without its padding, then its text byte by byte with the length made right.
  void header() {
    const NpyParts base = parts_;
    if (!search_.attempt(with(base, NpyPadding::none))) {
      return;
    }
    const Case best = search_.best();
    minimize_run(search_, base.dictionary, [&](std::string_view dictionary) {
      NpyParts next = base;
      next.dictionary = dictionary;
      return with_content(best, file_, Blob(npy_of(next, NpyPadding::none)));
    });
  }

  Search& search_;
  std::size_t file_;
  NpyParts parts_;
};

}  // namespace

void minimize_arrays(Search& search) {
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    if (auto parts = npy_parts(search.best().dataset.files[i].bytes)) {
      Array(search, i, std::move(*parts)).minimize();
    }
  }
}

}  // namespace proofload
