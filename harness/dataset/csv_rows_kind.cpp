#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "dataset/csv_rows.hpp"
#include "dataset/csv_writer.hpp"
#include "dataset/random_sequences.hpp"

namespace proofload {
namespace {

const CsvRows& rows_of(const Declaration& declaration) { return std::get<CsvRows>(declaration.reads); }
const CsvLong& long_of(const Declaration& declaration) { return std::get<CsvLong>(declaration.reads); }

FileEvidence look_rows(const Blob& bytes, const Declaration& declaration) {
  return look_at_csv_rows(bytes, rows_of(declaration), declaration);
}

FileEvidence look_long(const Blob& bytes, const Declaration& declaration) {
  return look_at_csv_long(bytes, long_of(declaration), declaration);
}

/// What stands in columns of text: commas, quotes, line ends, nothing, and what looks like something else.
std::string some_text(Random& random) {
  constexpr std::array<std::string_view, 12> texts = {"plain",        "a, b",      "say \"so\"", "two\nlines",
                                                      "two\r\nlines", "",          "7",          "caf\xc3\xa9",
                                                      "NaN",          ",,\n\"\n,", " blank ",    "#1"};
  if (random.one_in(32)) {
    return std::string(random.between(2'000, 70'000), 'y');
  }
  return std::string(texts[random.below(texts.size())]);
}

Blob write_rows(const std::vector<Record>& records, Random& random, const Declaration& declaration) {
  const CsvRows& kind = rows_of(declaration);
  CsvWriter writer(random);
  const bool texts = random.one_in(2);
  for (const std::string& name : kind.header) {
    writer.field(name);
  }
  writer.end_row();
  for (const Record& record : records) {
    std::size_t next = 0;
    for (const std::string& name : kind.header) {
      if (name == kind.label) {
        writer.field(std::to_string(record.label));
      } else if (std::ranges::find(kind.ignored, name) != kind.ignored.end()) {
        writer.field(texts ? some_text(random) : "t" + std::to_string(record.label));
      } else {
        writer.number(record.sequence.values[next++]);
      }
    }
    writer.end_row();
  }
  return writer.take();
}

/// Names of sequences: few alike, some that want quotes.
std::string sequence_name(Random& random, std::set<std::string>& taken) {
  constexpr std::array<std::string_view, 5> forms = {"{}", "s{}", "seq {}", "a,{}", "\"{}\""};
  for (;;) {
    std::string name =
        fmt::format(fmt::runtime(forms[random.one_in(3) ? random.below(forms.size()) : 0]), random.below(1000));
    if (taken.insert(name).second) {
      return name;
    }
  }
}

Blob write_long(const std::vector<Record>& records, Random& random, const Declaration& declaration) {
  CsvWriter writer(random);
  for (const std::string& name : header_of(long_of(declaration))) {
    writer.field(name);
  }
  writer.end_row();
  std::set<std::string> names;
  for (const Record& record : records) {
    const std::string name = sequence_name(random, names);
    for (std::size_t step = 0; step < record.sequence.steps(); ++step) {
      writer.field(name);
      writer.field(std::to_string(step));
      writer.field(std::to_string(record.label));
      for (std::size_t c = 0; c < record.sequence.channels; ++c) {
        writer.number(record.sequence.values[step * record.sequence.channels + c]);
      }
      writer.end_row();
    }
  }
  return writer.take();
}

/// A row's numbers follow from its sample and the column.
Sequence draw_row(Random& random, const Declaration& declaration, std::uint32_t id) {
  return random_sequence(random, declaration, id, sequence_shape(declaration.features)->longest);
}

/// There is no sequence without a row.
Sequence draw_long(Random& random, const Declaration& declaration, std::uint32_t id) {
  const std::size_t steps = random_lengths(random, declaration, 1).front();
  return random_sequence(random, declaration, id, std::max<std::size_t>(steps, 1));
}

constexpr RecordFormat rows_format{.extension = "csv", .look = look_rows, .write = write_rows, .draw = draw_row};
constexpr RecordFormat long_format{.extension = "csv", .look = look_long, .write = write_long, .draw = draw_long};

}  // namespace

const DataKind& csv_rows_kind() { return record_kind<rows_format>(); }
const DataKind& csv_long_kind() { return record_kind<long_format>(); }

}  // namespace proofload
