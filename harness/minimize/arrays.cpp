// Arrays: extents, axes, the kind of their items, then the header; data and lengths stay consistent.
#include <algorithm>
#include <type_traits>
#include <utility>

#include "minimize/bytes.hpp"
#include "minimize/edit.hpp"
#include "minimize/formats.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

std::string bytes_of(const NpyParts& parts) { return npy_of(parts, NpyPadding::aligned); }
std::string bytes_of(const IdxParts& parts) { return idx_of(parts); }

/// With items of one byte.
NpyParts with_bytes(NpyParts parts) {
  const std::size_t at = parts.dictionary.find("'descr'");
  const std::size_t open = parts.dictionary.find('\'', at + 8);
  const std::size_t close = parts.dictionary.find('\'', open + 1);
  if (at != std::string::npos && close != std::string::npos) {
    parts.dictionary.replace(open + 1, close - open - 1, "|u1");
    parts.data.resize(parts.data.size() / parts.item);
    parts.item = 1;
  }
  return parts;
}
IdxParts with_bytes(IdxParts parts) {
  parts.kind = 0x08;
  parts.data.resize(parts.data.size() / parts.item);
  parts.item = 1;
  return parts;
}

template <class Parts>
class Array {
 public:
  Array(Search& search, std::size_t file, Parts parts) : search_(search), file_(file), parts_(std::move(parts)) {}

  /// What it has come to.
  Parts minimize() {
    const std::vector<std::uint64_t> ones(parts_.shape.size(), 1);
    attempt(with_shape(parts_, ones));
    for (std::size_t axis = 0; axis < parts_.shape.size() && !search_.over(); ++axis) {
      extent(axis);
    }
    axes();
    if (parts_.item > 1) {
      attempt(with_bytes(parts_));
    }
    return std::move(parts_);
  }

 private:
  [[nodiscard]] Case with(const Parts& parts) const {
    return with_content(search_.best(), file_, Blob(bytes_of(parts)));
  }

  bool attempt(Parts parts) {
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
    constexpr std::size_t least = std::is_same_v<Parts, IdxParts> ? 1 : 0;
    for (std::size_t axis = parts_.shape.size(); axis-- > 0 && parts_.shape.size() > least && !search_.over();) {
      auto shape = parts_.shape;
      shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
      attempt(with_shape(parts_, shape));
    }
  }

  Search& search_;
  std::size_t file_;
  Parts parts_;
};

/// The header without its padding, then its text byte by byte with the length made right.
void minimize_header(Search& search, std::size_t file, const NpyParts& parts) {
  const auto unpadded = [&](std::string_view dictionary) {
    NpyParts next = parts;
    next.dictionary = dictionary;
    return with_content(search.best(), file, Blob(npy_of(next, NpyPadding::none)));
  };
  if (search.attempt(unpadded(parts.dictionary))) {
    minimize_run(search, parts.dictionary, unpadded);
  }
}

}  // namespace

void minimize_arrays(Search& search) {
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    const Blob content = search.best().dataset.files[i].bytes;
    if (auto npy = npy_parts(content)) {
      minimize_header(search, i, Array(search, i, std::move(*npy)).minimize());
    } else if (auto idx = idx_parts(content)) {
      Array(search, i, std::move(*idx)).minimize();
    }
  }
}

}  // namespace proofload
