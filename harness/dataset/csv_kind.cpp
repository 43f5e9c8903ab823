#include <fmt/format.h>

#include "dataset/number_text.hpp"
#include "dataset/sequence_kind.hpp"

namespace proofload {
namespace {

const Csv& csv_of(const Declaration& declaration) { return std::get<Csv>(declaration.reads); }

SequenceEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_csv(bytes, csv_of(declaration), sequence_shape(declaration.features)->channels,
                     declaration.features.missing);
}

/// One draw each: most files are plain, and the others differ in few ways.
struct Style {
  explicit Style(Random& random)
      : line_end(random.one_in(5) ? "\r\n" : "\n"),
        mark(random.one_in(10) ? "\xEF\xBB\xBF" : ""),
        quoting(random.one_in(8) ? random.between(1, 3) : 0),
        last_line(random.one_in(5) ? "" : line_end),
        numbers(random.one_in(8) ? Numbers::some_with_exponents : Numbers::plain) {}

  std::string_view line_end;
  std::string_view mark;
  std::uint64_t quoting;  ///< 0: never; n: one field in n
  std::string_view last_line;
  Numbers numbers;
};

Blob write(const Sequence& sequence, Random& random, const Declaration& declaration) {
  const Style style(random);
  const Csv& csv = csv_of(declaration);
  std::string text(style.mark);
  std::size_t cell = 0;
  const auto put = [&](std::string_view field, std::size_t column) {
    const bool needed = field.find_first_of(",\"\r\n") != std::string_view::npos;
    const bool quoted = needed || (style.quoting != 0 && cell++ % style.quoting == 0);
    text += column == 0 ? "" : ",";
    if (!quoted) {
      text += field;
      return;
    }
    text += '"';
    for (const char c : field) {
      text += c == '"' ? "\"\"" : std::string(1, c);
    }
    text += '"';
  };
  for (std::size_t c = 0; c < sequence.channels; ++c) {
    put(c < csv.columns.size() ? csv.columns[c] : fmt::format("x{}", c), c);
  }
  for (std::size_t i = 0; i < sequence.values.size(); ++i) {
    if (i % sequence.channels == 0) {
      text += style.line_end;
    }
    put(number_text(sequence.values[i], style.numbers, i), i % sequence.channels);
  }
  text += style.last_line;
  return Blob(std::string_view(text));
}

constexpr SequenceFormat csv_format{.extension = "csv", .look = look, .write = write};

}  // namespace

const DataKind& csv_kind() { return sequence_kind<csv_format>(); }

}  // namespace proofload
