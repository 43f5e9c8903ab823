#include "dataset/npy.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "dataset/npy_header.hpp"

namespace proofload {
namespace {

// Below it a number may become zero, by what a loader makes of it, and is no sign of a sample.
constexpr double tiny = 1e-30;

template <class T>
double number_of(const std::string& bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), sizeof value);
  return static_cast<double>(value);
}

template <class T>
std::string bytes_of(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

/// Calls `use` with a value of the element's type.
template <class Use>
auto with_type(const NpyElement& element, const Use& use) {
  const std::size_t size = element.size;
  if (element.kind == 'f') {
    return size == 2 ? use(Eigen::half{}) : size == 4 ? use(float{}) : use(double{});
  }
  if (element.kind == 'u') {
    return size == 1   ? use(std::uint8_t{})
           : size == 2 ? use(std::uint16_t{})
           : size == 4 ? use(std::uint32_t{})
                       : use(std::uint64_t{});
  }
  return size == 1   ? use(std::int8_t{})
         : size == 2 ? use(std::int16_t{})
         : size == 4 ? use(std::int32_t{})
                     : use(std::int64_t{});
}

static_assert(std::endian::native == std::endian::little, "arrays are read and written from this side only");

/// A size as the format writes it, and what else is to be said of it.
struct Size {
  enum class Form : std::uint8_t { exact, odd, negative, too_large } form = Form::exact;
  std::uint64_t value = 0;
};

Size size_of_text(std::string_view text) {
  Size size;
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size.value);
  const bool whole = end == digits.data() + digits.size();
  if (error == std::errc::result_out_of_range && whole) {
    size.form = Size::Form::too_large;
  } else if (error != std::errc{} || !whole || (digits.size() > 1 && digits.front() == '0')) {
    size.form = Size::Form::odd;
  } else if (negative) {
    size.form = size.value == 0 ? Size::Form::odd : Size::Form::negative;
  }
  return size;
}

class Looking {
 public:
  Looking(std::string_view file, const Npy& kind, std::span<const std::size_t> item)
      : file_(file), kind_(kind), item_(item) {
    result_.sequence.channels = values_of_item();
  }

  ArrayEvidence look() {
    look_at_file();
    if (!frame_) {
      frame_ = frame();
    }
    result_.frame = *std::move(frame_);
    return std::move(result_);
  }

 private:
  void look_at_file() {
    const auto header = npy_header(file_);
    const char version =
        file_.starts_with(npy_magic) && file_.size() > npy_magic.size() ? file_[npy_magic.size()] : '\1';
    if (version < '\1' || version > '\3') {  // nobody knows how long its header is
      damaged_structure(fmt::format("version {} is not known", static_cast<int>(version)));
      return;
    }
    if (!header) {
      damaged(file_.starts_with(npy_magic) ? "the header does not end within the file"
                                           : "no array: the magic is missing");
      return;
    }
    if (header->minor != 0) {
      damaged_structure(fmt::format("version {}.{} is not known", header->major, header->minor));
    }
    const NpyDictionary dictionary = npy_dictionary(file_.substr(header->text_at, header->data_at - header->text_at));
    if (dictionary.form == NpyDictionary::Form::no) {
      damaged_structure("the header is no dictionary");
      return;
    }
    if (dictionary.form == NpyDictionary::Form::odd) {
      odd("a header that not all readers take");
      if (dictionary.value("descr").empty() || dictionary.value("fortran_order").empty() ||
          dictionary.value("shape").empty()) {
        return;
      }
    }
    keys(dictionary);
    element(dictionary.value("descr"));
    fortran(dictionary.value("fortran_order"));
    const auto steps = sizes(dictionary.value("shape"));
    if (element_ && steps) {
      result_.claimed = steps;
      data(file_.substr(header->data_at), *steps);
    }
  }

  [[nodiscard]] SequenceEvidence frame() const {
    return {.decodes = result_.decodes, .structure = result_.structure, .cause = result_.cause, .sequence = {}};
  }

  void keys(const NpyDictionary& dictionary) {
    for (const std::string_view key : {"descr", "fortran_order", "shape"}) {
      const auto count = std::ranges::count(dictionary.entries, key, &NpyDictionary::Entry::key);
      if (count == 0) {
        damaged_structure(fmt::format("the header has no {}", key));
      } else if (count > 1) {
        odd(fmt::format("the header has {} twice", key));
      }
    }
    if (dictionary.entries.size() > 3) {
      odd("the header has more keys");
    }
  }

  void element(std::string_view descr) {
    if (descr.starts_with('[') || descr == "'O'" || descr == "'|O'" || descr.starts_with("'|O")) {
      damaged(descr.starts_with('[') ? "a structured array" : "an array of objects");
      return;
    }
    const bool text = descr.size() > 2 && descr.front() == '\'' && descr.back() == '\'';
    const std::string_view code = text ? descr.substr(1, descr.size() - 2) : descr;
    element_ = text ? npy_element(code) : std::nullopt;
    if (text && (code.ends_with("b1") || code.ends_with("f16"))) {
      odd(fmt::format("the type {} is not declared", descr));
      return;
    }
    if (!element_) {
      damaged_structure(fmt::format("expected numbers, found the type {}", descr.substr(0, 40)));
      return;
    }
    if (code != element_->descr()) {
      odd(fmt::format("the type {} is written in an odd way", descr));
    }
    const bool declared = std::ranges::any_of(kind_.dtypes, [&](Dtype dtype) {
      const auto one = npy_element(dtype);
      return one && one->kind == element_->kind && one->size == element_->size;
    });
    if (!declared) {
      odd(fmt::format("the type {} is not declared", descr));
    }
  }

  void fortran(std::string_view value) {
    fortran_ = value == "True";
    if (!fortran_ && value != "False" && !value.empty()) {
      damaged_structure(fmt::format("expected True or False, found {}", value.substr(0, 40)));
    }
  }

  /// The number of steps, where the rest is right.
  std::optional<std::uint64_t> sizes(std::string_view text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') {
      damaged_structure(fmt::format("expected a shape, found {}", text.substr(0, 40)));
      return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    std::vector<std::uint64_t> sizes;
    bool comma_ends = false;
    while (text.find_first_not_of(' ') != std::string_view::npos) {
      const std::size_t stop = std::min(text.find(','), text.size());
      comma_ends = stop < text.size();
      std::string_view one = text.substr(0, stop);
      text.remove_prefix(std::min(text.size(), stop + 1));
      one = one.substr(std::min(one.find_first_not_of(' '), one.size()));
      one = one.substr(0, one.find_last_not_of(' ') + 1);
      const Size size = size_of_text(one);
      if (size.form == Size::Form::negative || size.form == Size::Form::too_large) {
        damaged("an axis that no array has");
        return std::nullopt;
      }
      if (size.form == Size::Form::odd) {
        odd("an axis that not all readers take");
        return std::nullopt;
      }
      sizes.push_back(size.value);
    }
    if (comma_ends != (sizes.size() == 1)) {
      odd("a comma in the shape that not all readers take");
    }
    if (sizes.size() != item_.size() + 1 || !std::ranges::equal(std::span(sizes).subspan(1), item_)) {
      damaged_structure(fmt::format("expected {} axes{}, found the shape ({})", item_.size() + 1,
                                    item_.empty() ? "" : fmt::format(", the last of {}", fmt::join(item_, " x ")),
                                    fmt::join(sizes, ", ")));
      return std::nullopt;
    }
    return sizes.front();
  }

  [[nodiscard]] std::size_t values_of_item() const {
    std::size_t values = 1;
    for (const std::size_t size : item_) {
      values *= size;
    }
    return values;
  }

  void data(std::string_view bytes, std::uint64_t steps) {
    const std::size_t channels = result_.sequence.channels;
    const std::uint64_t step_size = std::uint64_t{channels} * element_->size;
    if (steps > bytes.size() / step_size) {
      damaged(
          fmt::format("the shape says {} steps of {} bytes, and there are {} bytes", steps, step_size, bytes.size()));
      steps = fortran_ ? 0 : bytes.size() / step_size;
    } else if (bytes.size() != steps * step_size) {
      damaged_structure(fmt::format("{} bytes behind the array", bytes.size() - steps * step_size));
    }
    frame_ = frame();
    auto& values = result_.sequence.values;
    values.resize(static_cast<std::size_t>(steps) * channels);
    std::vector<std::size_t> columns;
    columns.reserve(channels);
    for (std::size_t channel = 0; channel < channels; ++channel) {
      columns.push_back(fortran_ ? first_axis_fastest(channel, item_) * static_cast<std::size_t>(steps) : channel);
    }
    for (std::size_t step = 0; step < steps; ++step) {
      for (std::size_t channel = 0; channel < channels; ++channel) {
        const std::size_t place = columns[channel] + (fortran_ ? step : step * channels);
        const double value = element_->decoded(bytes.substr(place * element_->size, element_->size));
        const bool plain = std::isfinite(value) && (value == 0 || std::abs(value) >= tiny);
        if (!plain) {
          odd("a number that is tiny or none");
        }
        values[step * channels + channel] = plain ? value : std::numeric_limits<double>::quiet_NaN();
      }
    }
  }

  void note(std::string what) {
    if (result_.cause.empty()) {
      result_.cause = std::move(what);
    }
  }
  void damaged_structure(std::string what) {
    if (result_.structure != Soundness::damaged) {
      result_.cause.clear();
    }
    note(std::move(what));
    result_.structure = Soundness::damaged;
    result_.decodes = std::max(result_.decodes, Soundness::unsure);
  }
  void damaged(std::string what) {
    damaged_structure(std::move(what));
    result_.decodes = Soundness::damaged;
  }
  void odd(std::string what) {
    note(std::move(what));
    result_.structure = std::max(result_.structure, Soundness::unsure);
    result_.decodes = std::max(result_.decodes, Soundness::unsure);
  }

  std::string_view file_;
  const Npy& kind_;
  std::span<const std::size_t> item_;
  std::optional<NpyElement> element_;
  bool fortran_ = false;
  ArrayEvidence result_;
  std::optional<SequenceEvidence> frame_;
};

}  // namespace

std::string NpyElement::descr() const { return fmt::format("{}{}{}", order, kind, size); }

double NpyElement::decoded(std::string_view bytes) const {
  std::string native(bytes.substr(0, size));
  if (order == '>') {
    std::ranges::reverse(native);
  }
  return with_type(*this, [&](auto zero) { return number_of<decltype(zero)>(native); });
}

std::string NpyElement::encoded(double value) const {
  std::string bytes = with_type(*this, [&](auto zero) {
    if (kind == 'f') {
      return bytes_of(static_cast<decltype(zero)>(value));
    }
    return bytes_of(static_cast<decltype(zero)>(std::round(value)));
  });
  if (order == '>') {
    std::ranges::reverse(bytes);
  }
  return bytes;
}

std::optional<NpyElement> npy_element(std::string_view descr) {
  const bool says_order = !descr.empty() && std::string_view("<>|=").find(descr.front()) != std::string_view::npos;
  const std::string_view code = descr.substr(says_order ? 1 : 0);
  if (code.size() != 2) {
    return std::nullopt;
  }
  const std::size_t size = std::string_view("0123456789").find(code[1]);
  const bool whole = code[0] == 'i' || code[0] == 'u';
  if (!(code[0] == 'f' && (size == 2 || size == 4 || size == 8)) &&
      !(whole && (size == 1 || size == 2 || size == 4 || size == 8))) {
    return std::nullopt;
  }
  return NpyElement{size == 1 ? '|' : says_order && descr.front() == '>' ? '>' : '<', code[0], size};
}

std::optional<NpyElement> npy_element(Dtype dtype) {
  if (dtype == Dtype::undeclared || dtype == Dtype::boolean) {
    return std::nullopt;
  }
  const std::size_t size = size_of(dtype);
  return NpyElement{size == 1 ? '|' : '<', is_floating(dtype) ? 'f' : dtype == Dtype::uint8 ? 'u' : 'i', size};
}

std::size_t first_axis_fastest(std::size_t place, std::span<const std::size_t> axes) {
  std::size_t stride = 1;
  for (const std::size_t size : axes) {
    stride *= size;
  }
  std::size_t result = 0;
  for (std::size_t axis = axes.size(); axis-- > 0; place /= axes[axis]) {
    stride /= axes[axis];
    result += place % axes[axis] * stride;
  }
  return result;
}

SequenceEvidence look_at_npy(const Blob& file, const Npy& kind, const SequenceShape& shape) {
  const std::array channels = {shape.channels};
  const bool has_channels = shape.axes == SequenceShape::Axes::steps_and_channels;
  ArrayEvidence seen = Looking(file.text(), kind, std::span(channels).first(has_channels ? 1 : 0)).look();
  return std::move(static_cast<SequenceEvidence&>(seen));
}

ArrayEvidence look_at_items(std::string_view file, const Npy& kind, std::span<const std::size_t> item) {
  return Looking(file, kind, item).look();
}

}  // namespace proofload
