#include "faults/npy_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "dataset/npy.hpp"
#include "dataset/npy_header.hpp"
#include "faults/byte_faults.hpp"

namespace proofload {
namespace {

/// What NumPy writes, taken apart.
struct Parts {
  NpyHeader header;
  std::string dictionary;  ///< without what fills it up
  std::string descr;
  std::string fortran;
  std::string shape;
  std::vector<std::uint64_t> sizes;
};

std::vector<std::uint64_t> sizes_of(std::string_view shape) {
  std::vector<std::uint64_t> sizes;
  for (std::size_t at = shape.find_first_of("0123456789"); at != std::string_view::npos;
       at = shape.find_first_of("0123456789", at)) {
    std::uint64_t size = 0;
    const auto end = std::from_chars(shape.data() + at, shape.data() + shape.size(), size).ptr;
    sizes.push_back(size);
    at = static_cast<std::size_t>(end - shape.data());
  }
  return sizes;
}

std::optional<Parts> parts_of(std::string_view file) {
  const auto header = npy_header(file);
  if (!header) {
    return std::nullopt;
  }
  const std::string_view text = file.substr(header->text_at, header->data_at - header->text_at);
  const NpyDictionary dictionary = npy_dictionary(text);
  Parts parts{*header,
              std::string(text.substr(0, text.find_last_of('}') + 1)),
              std::string(dictionary.value("descr")),
              std::string(dictionary.value("fortran_order")),
              std::string(dictionary.value("shape")),
              {}};
  parts.sizes = sizes_of(parts.shape);
  return parts.descr.empty() || parts.fortran.empty() || parts.shape.empty() || parts.sizes.empty()
             ? std::nullopt
             : std::optional(std::move(parts));
}

std::optional<std::string> other_type(const std::string& descr, std::string_view change) {
  if (change == "object") {
    return "'|O'";
  }
  if (change == "structured") {
    return fmt::format("[('x', {}), ('y', {})]", descr, descr);
  }
  const auto element = npy_element(std::string_view(descr).substr(1, descr.size() < 2 ? 0 : descr.size() - 2));
  if (!element) {
    return std::nullopt;
  }
  NpyElement other = *element;
  const auto quoted = [&](const NpyElement& is) {
    return npy_element(is.descr()) ? std::optional(fmt::format("'{}'", is.descr())) : std::nullopt;
  };
  if (change == "big_endian") {
    other.order = other.order == '<' ? '>' : other.order == '>' ? '<' : '|';
    return quoted(other);
  }
  if (change == "native_order") {
    return fmt::format("'{}{}'", element->kind, element->size);
  }
  if (change == "wider" || change == "narrower") {
    other.size = change == "wider" ? other.size * 2 : other.size / 2;
    other.order = other.size == 1 ? '|' : other.order == '|' ? '<' : other.order;
    return quoted(other);
  }
  if (change == "other_kind" || change == "unsigned") {
    other.kind = change == "unsigned" ? 'u' : other.kind == 'f' ? 'i' : 'f';
    return quoted(other);
  }
  if (change == "text_type") {
    return fmt::format("'<U{}'", element->size / 4 + 1);
  }
  if (change == "complex") {
    return "'<c8'";
  }
  return std::nullopt;
}

std::optional<std::string> other_shape(const std::vector<std::uint64_t>& sizes, std::string_view change) {
  const std::uint64_t rows = sizes.front();
  const auto with_rows = [&](const auto& first) {
    std::string text = fmt::format("({},", first);
    for (std::size_t i = 1; i < sizes.size(); ++i) {
      text += fmt::format("{}{}", i == 1 ? " " : ", ", sizes[i]);
    }
    return text + ")";
  };
  std::uint64_t all = 1;
  for (const std::uint64_t size : sizes) {
    all *= size;
  }
  if (change == "more_rows") {
    return with_rows(rows + 1);
  }
  if (change == "less_rows") {
    return rows == 0 ? std::nullopt : std::optional(with_rows(rows - 1));
  }
  if (change == "huge") {
    return with_rows(std::uint64_t{1} << 40U);
  }
  if (change == "overflow") {  // whose product, times the size of any element, wraps to that of the data
    return with_rows(rows + (std::uint64_t{1} << 63U));
  }
  if (change == "negative") {
    return with_rows("-1");
  }
  if (change == "no_rows") {
    return with_rows(0);
  }
  if (change == "scalar") {
    return "()";
  }
  if (change == "flat") {
    return fmt::format("({},)", all);
  }
  if (change == "third_axis") {
    return fmt::format("({}, 1)", fmt::join(sizes, ", "));
  }
  if (change == "transposed" && sizes.size() == 2) {
    return fmt::format("({}, {})", sizes[1], sizes[0]);
  }
  return std::nullopt;
}

void replace(std::string& text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) {
    text.replace(at, what.size(), with);
  }
}

/// The length field alone, or the version alone: the rest stays.
std::optional<std::string> other_front(std::string file, const NpyHeader& header, std::string_view change) {
  const std::size_t length = header.data_at - header.text_at;
  const auto with_length = [&](std::uint64_t other) {
    for (std::size_t at = 8; at < header.text_at; ++at) {
      file[at] = static_cast<char>(other & 0xFFU);
      other >>= 8U;
    }
    return file;
  };
  const auto with_version = [&](char version) {
    file[6] = version;
    return file;
  };
  if (change == "length_short") {
    return with_length(length - std::min<std::size_t>(length, 1 + length / 8));
  }
  if (change == "length_long") {
    return with_length(length + 4);
  }
  if (change == "length_huge") {
    return with_length(~std::uint64_t{0});
  }
  if (change == "length_zero") {
    return with_length(0);
  }
  if (change == "version_0") {
    return with_version('\0');
  }
  if (change == "version_2") {
    return with_version(header.major == 1 ? '\2' : '\1');
  }
  if (change == "version_4") {
    return with_version('\4');
  }
  if (change == "no_newline" && header.data_at > header.text_at) {
    file[header.data_at - 1] = ' ';
    return file;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> with_other_samples(std::string_view file, std::string_view change, std::uint64_t place) {
  const auto parts = parts_of(file);
  const auto element =
      parts ? npy_element(std::string_view(parts->descr).substr(1, parts->descr.size() - 2)) : std::nullopt;
  if (!element || parts->sizes.front() == 0) {
    return std::nullopt;
  }
  const std::uint64_t samples = parts->sizes.front();
  std::uint64_t item = element->size;
  for (std::size_t axis = 1; axis < parts->sizes.size(); ++axis) {
    if (__builtin_mul_overflow(item, parts->sizes[axis], &item)) {
      return std::nullopt;
    }
  }
  const std::string_view data = file.substr(parts->header.data_at);
  if (item == 0 || data.size() % item != 0 || data.size() / item != samples) {
    return std::nullopt;
  }
  std::vector<std::uint64_t> order;  // of the samples
  for (std::uint64_t i = 0; i < samples; ++i) {
    order.push_back(i);
  }
  std::string values(data);
  if (change == "one_added") {
    order.push_back(0);
  } else if (change == "one_dropped") {
    order.pop_back();
  } else if (change == "half_dropped") {
    order.resize(samples / 2);
  } else if (change == "none_left") {
    order.clear();
  } else if (change == "rotated") {  // the first one becomes the last
    std::ranges::rotate(order, order.begin() + 1);
  } else if (change == "other_number") {
    values.replace(place % (values.size() / element->size) * element->size, element->size, element->size, '\x7F');
  } else if (change == "no_number") {  // the greatest, where there is nothing that is none
    const bool is_float = element->kind == 'f';
    const double none = is_float               ? std::numeric_limits<double>::quiet_NaN()
                        : element->kind == 'u' ? std::exp2(8 * static_cast<double>(element->size)) - 1
                                               : std::exp2(8 * static_cast<double>(element->size) - 2);
    const std::size_t at = place % (values.size() / element->size) * element->size;
    values.replace(at, element->size, element->encoded(none));
  } else {
    return std::nullopt;
  }
  std::string changed;
  const bool columns_first = parts->fortran == "True";
  const std::size_t runs = columns_first ? item / element->size : 1;  // of all samples, one behind the other
  const std::size_t piece = columns_first ? element->size : item;
  for (std::size_t run = 0; run < runs; ++run) {
    for (const std::uint64_t sample : order) {
      changed += std::string_view(values).substr((run * samples + sample) * piece, piece);
    }
  }
  std::string dictionary = parts->dictionary;
  std::string shape = fmt::format("({},", order.size());
  for (std::size_t axis = 1; axis < parts->sizes.size(); ++axis) {
    shape += fmt::format("{}{}", axis == 1 ? " " : ", ", parts->sizes[axis]);
  }
  replace(dictionary, parts->shape, shape + ")");
  constexpr std::size_t alignment = 64;
  return npy_header_bytes(parts->header.major, dictionary, alignment) + changed;
}

std::optional<Blob> npy_samples_changed(const Damage& damage) {
  const auto changed = with_other_samples(damage.before.text(), damage.fault.text, damage.fault.amount);
  return changed ? std::optional(Blob(std::string_view(*changed))) : std::nullopt;
}

std::optional<Blob> npy_header_changed(const Damage& damage) {
  const std::string_view file = damage.before.text();
  const std::string& change = damage.fault.text;
  const auto parts = parts_of(file);
  if (!parts) {
    return std::nullopt;
  }
  if (auto whole = other_front(std::string(file), parts->header, change)) {
    return Blob(std::string_view(*whole));
  }
  std::string dictionary = parts->dictionary;
  if (const auto type = other_type(parts->descr, change)) {
    replace(dictionary, parts->descr, *type);
  } else if (const auto shape = other_shape(parts->sizes, change)) {
    replace(dictionary, parts->shape, *shape);
  } else if (change == "fortran") {
    replace(dictionary, parts->fortran, parts->fortran == "True" ? "False" : "True");
  } else if (change == "fortran_one") {
    replace(dictionary, parts->fortran, "1");
  } else if (change == "no_shape") {
    replace(dictionary, "'shape'", "'shapes'");
  } else if (change == "more_keys") {
    replace(dictionary, "{", "{'author': 'somebody', ");
  } else {
    return std::nullopt;
  }
  constexpr std::size_t alignment = 64;
  const std::string after = npy_header_bytes(parts->header.major, dictionary, alignment);
  return Blob(std::string_view(after + std::string(file.substr(parts->header.data_at))));
}

}  // namespace proofload
