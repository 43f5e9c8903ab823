#include "reference/npy_header.hpp"

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

std::string shown(std::string_view text) {
  return "\"" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "…\"" : "\"");
}

/// The dictionary, left to right: each of the three keys once, in any order.
class Dictionary {
 public:
  explicit Dictionary(std::string_view text) : text_(text) {}

  void read(ArrayHeader& header) {
    expect('{');
    bool descr = false;
    bool order = false;
    bool shape = false;
    const auto first_time = [](bool& seen, std::string_view key) {
      if (seen) {
        refuse("the header has " + std::string(key) + " twice");
      }
      seen = true;
    };
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr") {
        first_time(descr, key);
        read_type(header);
      } else if (key == "fortran_order") {
        first_time(order, key);
        read_order(header);
      } else if (key == "shape") {
        first_time(shape, key);
        read_shape(header);
      } else {
        refuse("expected descr, fortran_order and shape in the header, found " + shown(key));
      }
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    if (!descr || !order || !shape) {
      refuse(std::string("expected descr, fortran_order and shape in the header, found no ") + (!descr ? "descr"
                                                                                                : !order
                                                                                                    ? "fortran_order"
                                                                                                    : "shape"));
    }
    blanks();
    if (text_.substr(at_) != "\n") {
      refuse("expected blanks and a line end behind the header's dictionary, found " + shown(text_.substr(at_)));
    }
  }

 private:
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool take(char c) {
    blanks();
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    return there;
  }
  void expect(char c) {
    if (!take(c)) {
      refuse(std::string("expected '") + c + "' in the header, found " +
             (at_ == text_.size() ? "its end" : shown(text_.substr(at_))));
    }
  }
  bool take(std::string_view word) {
    blanks();
    const bool there = text_.substr(at_).starts_with(word);
    at_ += there ? word.size() : 0;
    return there;
  }
  std::string_view quoted() {
    expect('\'');
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos) {
      refuse("a quote in the header is never closed");
    }
    const std::string_view inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }

  void read_type(ArrayHeader& header) {
    blanks();
    if (text_.substr(at_).starts_with('[')) {
      refuse("expected an array of numbers, found a structured array: " + shown(text_.substr(at_)));
    }
    const std::string_view type = quoted();
    if (type == "|O" || type == "O") {
      refuse("expected an array of numbers, found an array of Python objects, which only unpickling could read");
    }
    const auto unknown = [&] { refuse("expected a type such as '<f4', '>f8', '<i2' or '|u1', found " + shown(type)); };
    if (type.size() != 3) {
      unknown();
    }
    using Kind = ArrayHeader::Kind;
    header.kind = type[1] == 'f' ? Kind::floating : type[1] == 'i' ? Kind::signed_integer : Kind::unsigned_integer;
    header.element = static_cast<std::size_t>(type[2] - '0');
    const bool small = header.element == 1;
    const bool large = header.element == 2 || header.element == 4 || header.element == 8;
    const bool right_size = type[1] == 'f' ? large : type[1] == 'i' ? small || large : type[1] == 'u' && small;
    if (!right_size || (small ? type[0] != '|' : type[0] != '<' && type[0] != '>')) {
      unknown();
    }
    header.bytes = type[0] == '>' ? ArrayHeader::Bytes::big_first : ArrayHeader::Bytes::little_first;
  }

  void read_order(ArrayHeader& header) {
    if (take("True")) {
      header.places = ArrayHeader::Places::columns_first;
    } else if (!take("False")) {
      refuse("expected True or False as fortran_order, found " + shown(text_.substr(at_)));
    }
  }

  void read_shape(ArrayHeader& header) {
    expect('(');
    bool comma = true;
    while (!take(')')) {
      if (!comma) {
        refuse("expected ',' or ')' in the header's shape, found " + shown(text_.substr(at_)));
      }
      blanks();
      std::uint64_t size = 0;
      const char* const first = text_.data() + at_;
      const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), size);
      if (error != std::errc{} || (*first == '0' && end != first + 1)) {
        refuse("expected a size in the header's shape, found " + shown(text_.substr(at_)));
      }
      header.shape.push_back(size);
      at_ += static_cast<std::size_t>(end - first);
      comma = take(',');
    }
    if (comma && header.shape.size() > 1) {
      refuse("expected no comma at the end of a shape of several axes");
    }
    if (!comma && header.shape.size() == 1) {
      refuse("expected a comma in a shape of one axis");
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

ArrayHeader read_array_header(std::span<const std::byte> file) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  constexpr std::string_view magic = "\x93NUMPY";
  constexpr std::size_t length_at = 8;
  if (!text.starts_with(magic)) {
    refuse("expected a NumPy array, found other bytes than its magic");
  }
  if (text.size() < length_at || text[6] < 1 || text[6] > 3 || text[7] != 0) {
    refuse(text.size() < length_at
               ? "the file ends in its header"
               : "expected version 1.0, 2.0 or 3.0, found " + std::to_string(static_cast<unsigned char>(text[6])) +
                     "." + std::to_string(static_cast<unsigned char>(text[7])));
  }
  const std::size_t width = text[6] == 1 ? 2 : 4;
  if (text.size() < length_at + width) {
    refuse("the file ends in its header");
  }
  std::size_t length = 0;
  for (std::size_t i = width; i-- > 0;) {
    length = length * 256 + static_cast<unsigned char>(text[length_at + i]);
  }
  if (length > text.size() - length_at - width) {
    refuse("expected a header of " + std::to_string(length) + " bytes, found " +
           std::to_string(text.size() - length_at - width) + " to the end of the file");
  }
  ArrayHeader header;
  header.size = length_at + width + length;
  Dictionary(text.substr(length_at + width, length)).read(header);
  return header;
}

}  // namespace proofload::reference
