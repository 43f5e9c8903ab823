#include "dataset/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "dataset/csv_text.hpp"

namespace proofload {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

void worsen(Soundness& state, Soundness to) { state = std::max(state, to); }

class Looking {
 public:
  Looking(const Csv& kind, std::size_t channels, MissingValues missing)
      : kind_(kind), channels_(channels), missing_(missing) {
    result_.sequence.channels = channels;
  }

  SequenceEvidence look(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
      text.remove_prefix(mark.size());
    }
    if (text.empty()) {
      damaged_structure("there is no header row");
      return std::move(result_);
    }
    CsvRecords records(text);
    CsvRecord first = records.next();
    while (first.blank() && !records.at_end()) {  // passed over, by some
      line_ = first.line;
      blank_line("a blank line in front of the header");
      first = records.next();
    }
    line_ = first.line;
    note_end(first);
    header(first);
    while (!records.at_end()) {
      row(records.next());
    }
    // A blank line is passed over or refused, but by those who take it for a row of missing values: nobody ends at it.
    const bool damaged = result_.structure == Soundness::damaged || result_.decodes == Soundness::damaged;
    if (!damaged && oddities_ == blank_lines_ && missing_ == MissingValues::refused) {
      result_.meaning = SequenceEvidence::Meaning::one;
    }
    return std::move(result_);
  }

 private:
  void note(std::string what) {
    if (result_.cause.empty()) {
      result_.cause = fmt::format("line {}: {}", line_, what);
    }
  }
  void damaged_structure(std::string what) {
    if (result_.structure != Soundness::damaged) {
      result_.cause.clear();
    }
    note(std::move(what));
    worsen(result_.structure, Soundness::damaged);
    worsen(result_.decodes, Soundness::unsure);
  }
  void blank_line(std::string what) {
    ++blank_lines_;
    odd(std::move(what));
  }
  void odd(std::string what) {
    ++oddities_;
    note(std::move(what));
    worsen(result_.structure, Soundness::unsure);
    worsen(result_.decodes, Soundness::unsure);
  }

  void header(const CsvRecord& record) {
    std::vector<std::string> found;
    for (const CsvField& field : record.fields) {
      found.push_back(field.text);
    }
    if (found.size() != channels_) {
      damaged_structure(fmt::format("expected {} columns, found {}", channels_, found.size()));
      return;
    }
    if (kind_.columns.empty() || kind_.columns.size() != channels_ || found == kind_.columns) {
      if (std::ranges::any_of(record.fields, [](const CsvField& f) { return f.form == CsvField::Form::odd; })) {
        odd("text beside quotes");
      }
      return;
    }
    std::vector<std::string> expected = kind_.columns;
    const auto plain = [](std::string& name) { name = csv_name(name); };
    std::ranges::for_each(found, plain);
    std::ranges::for_each(expected, plain);
    std::ranges::sort(found);
    std::ranges::sort(expected);
    if (found == expected) {
      odd("the columns are named a little differently, or in another order");
      reordered_ = true;
    } else {
      damaged_structure("other column names than expected");
    }
  }

  void note_end(const CsvRecord& record) {
    if (record.end == CsvRecord::End::open_quote) {
      damaged_structure("a quote is never closed");
    } else if (record.end == CsvRecord::End::lone_return) {
      odd("a line ends in CR alone");
    }
  }

  void row(const CsvRecord& record) {
    line_ = record.line;
    note_end(record);
    if (record.blank()) {
      blank_line("a blank line");
      return;
    }
    if (record.fields.size() != channels_) {
      damaged_structure(fmt::format("expected {} fields, found {}", channels_, record.fields.size()));
    }
    for (std::size_t c = 0; c < channels_; ++c) {
      result_.sequence.values.push_back(c < record.fields.size() ? number(record.fields[c]) : unknown);
    }
  }

  double number(const CsvField& field) {
    const CsvNumber number = csv_number(field);
    Soundness is = number.is;
    if (number.kind == CsvNumber::Kind::missing && missing_ == MissingValues::refused) {
      is = Soundness::damaged;
    }
    if (is == Soundness::damaged) {
      if (result_.decodes != Soundness::damaged && result_.structure != Soundness::damaged) {
        result_.cause.clear();
      }
      note(fmt::format("\"{}\" is no number", field.text.substr(0, 40)));
      worsen(result_.decodes, Soundness::damaged);
      worsen(result_.structure, Soundness::damaged);
    } else if (is == Soundness::unsure) {
      odd(fmt::format("\"{}\" is a number to some", field.text.substr(0, 40)));
    }
    return reordered_ ? unknown : number.value;
  }

  const Csv& kind_;
  std::size_t channels_;
  MissingValues missing_;
  std::size_t line_ = 1;
  std::size_t oddities_ = 0;
  std::size_t blank_lines_ = 0;  ///< of them
  bool reordered_ = false;
  SequenceEvidence result_;
};

}  // namespace

SequenceEvidence look_at_csv(const Blob& file, const Csv& kind, std::size_t channels, MissingValues missing) {
  return Looking(kind, channels, missing).look(file.text());
}

}  // namespace proofload
