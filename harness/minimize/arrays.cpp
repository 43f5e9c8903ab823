// Arrays: extents, axes, the kind of their items, then the header; data and lengths stay consistent.
#include <algorithm>
#include <type_traits>
#include <utility>

#include "dataset/npy.hpp"
#include "dataset/npy_header.hpp"
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

constexpr std::size_t most_items = 1024;

/// The parts with other kinds of item that take fewer bytes, and the same values as far as these hold them.
std::vector<NpyParts> narrower(const NpyParts& parts) {
  std::vector<NpyParts> all;
  std::string_view written = npy_dictionary(parts.dictionary).value("descr");
  written.remove_prefix(std::min<std::size_t>(written.size(), 1));  // the quotes
  written.remove_suffix(std::min<std::size_t>(written.size(), 1));
  const auto old = npy_element(written);
  if (!old || parts.item != old->size || parts.data.size() / parts.item > most_items) {
    return all;
  }
  for (const std::string_view descr : {"|u1", "|i1", "<i2", "<f2", "<f4"}) {
    const auto element = npy_element(descr);
    if (!element || element->size >= old->size) {
      continue;
    }
    NpyParts next = parts;
    next.item = element->size;
    next.data.clear();
    for (std::size_t at = 0; at + old->size <= parts.data.size(); at += old->size) {
      next.data += element->encoded(old->decoded(std::string_view(parts.data).substr(at, old->size)));
    }
    const std::size_t place = next.dictionary.find(written);
    if (place != std::string::npos) {
      next.dictionary.replace(place, written.size(), descr);
      all.push_back(std::move(next));
    }
  }
  return all;
}
std::vector<IdxParts> narrower(const IdxParts& /*parts*/) { return {}; }

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
    if (parts_.item > 1 && !attempt(with_bytes(parts_))) {
      zeros();
      for (const Parts& kind : narrower(parts_)) {
        if (search_.over() || attempt(kind)) {
          break;
        }
      }
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

  /// As many items as can be are zero.
  void zeros() {
    std::vector<std::size_t> items;
    for (std::size_t at = 0; at + parts_.item <= parts_.data.size(); at += parts_.item) {
      if (parts_.data.find_first_not_of('\0', at) < at + parts_.item) {
        items.push_back(at);
      }
    }
    if (items.empty() || items.size() > most_items) {
      return;
    }
    const auto of = [&](std::span<const std::size_t> kept) {
      Parts next = parts_;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (!std::ranges::binary_search(kept, i)) {
          std::fill_n(next.data.begin() + static_cast<std::ptrdiff_t>(items[i]), next.item, '\0');
        }
      }
      return next;
    };
    const auto kept = minimize_list(
        search_, {.size = items.size(), .render = [&](std::span<const std::size_t> some) { return with(of(some)); }});
    parts_ = of(kept);
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

/// The header in the first version, which is the shortest, without its padding, then its text byte by byte with the
/// length made right.
void minimize_header(Search& search, std::size_t file, NpyParts parts) {
  const std::string first("\1\0", 2);
  NpyParts plain = parts;
  plain.version = first;
  if (parts.version != first &&
      search.attempt(with_content(search.best(), file, Blob(npy_of(plain, NpyPadding::none))))) {
    parts = std::move(plain);
  }
  const auto unpadded = [&](std::string_view dictionary) {
    NpyParts next = parts;
    next.dictionary = dictionary;
    return with_content(search.best(), file, Blob(npy_of(next, NpyPadding::none)));
  };
  const Case plainest = unpadded(parts.dictionary);
  if (search.best() == plainest || search.attempt(plainest)) {
    minimize_run(search, parts.dictionary, unpadded);
  }
}

/// Of an array with too little data, or too much: what is there stays, and so does what it is that is not right.
void minimize_torn(Search& search, std::size_t file, NpyParts parts) {
  const auto with = [&](const NpyParts& next) {
    return with_content(search.best(), file, Blob(npy_of(next, NpyPadding::none)));
  };
  for (std::size_t axis = 0; axis < parts.shape.size() && !search.over(); ++axis) {
    const auto of = [&](std::size_t extent) {
      auto shape = parts.shape;
      shape[axis] = extent;
      NpyParts next = with_shape(parts, shape);
      next.data = parts.data;
      return next;
    };
    constexpr std::size_t most = 64;
    if (parts.shape[axis] > 1 && parts.shape[axis] <= most) {
      parts = of(minimize_number(search, 1, parts.shape[axis], [&](std::size_t extent) { return with(of(extent)); }));
    }
  }
  minimize_header(search, file, std::move(parts));
}

}  // namespace

void minimize_arrays(Search& search) {
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    const Blob content = search.best().dataset.files[i].bytes;
    if (auto npy = npy_parts(content)) {
      minimize_header(search, i, Array(search, i, std::move(*npy)).minimize());
    } else if (auto torn = npy_parts_of_any_length(content)) {
      minimize_torn(search, i, std::move(*torn));
    } else if (auto idx = idx_parts(content)) {
      Array(search, i, std::move(*idx)).minimize();
    }
  }
}

}  // namespace proofload
