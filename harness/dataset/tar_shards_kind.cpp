#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/npy.hpp"
#include "dataset/tar.hpp"
#include "dataset/tar_shard.hpp"

namespace proofload {
namespace {

const TarShards& shards_of(const Declaration& declaration) { return std::get<TarShards>(declaration.reads); }

FileEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_tar_shard(bytes, shards_of(declaration), declaration);
}

using Form = TarEntry::Form;

/// One draw each: most shards are as one tool writes them, and the others differ in few ways.
struct Style {
  explicit Style(Random& random)
      : form(random.one_in(6)   ? Form::v7
             : random.one_in(2) ? Form::ustar
                                : Form::gnu),
        times(form == Form::ustar && random.one_in(3) ? Times::pax : Times::header),
        keys(static_cast<Keys>(random.below(7))),
        front(random.one_in(4) ? "./" : ""),
        line_end(random.one_in(3) ? "\n" : ""),
        others(random.one_in(2) ? Others::some : Others::none),
        end(random.one_in(3) ? 20 * tar_block : 0),
        first(random.one_in(2) ? 0 : random.below(1000)) {}

  Form form;
  enum class Times : std::uint8_t { header, pax } times;  ///< pax: to the nanosecond, as Python does
  enum class Keys : std::uint8_t { digits, numbers, words, folders, folders_with_dots, long_folders, long_ones } keys;
  std::string_view front;
  std::string_view line_end;  ///< behind labels
  enum class Others : std::uint8_t { none, some } others;
  std::size_t end;  ///< the archive's size is a multiple of it
  std::uint64_t first;
};

std::string key_of(const Style& style, std::uint64_t number) {
  switch (style.keys) {
    case Style::Keys::digits:
      return fmt::format("{:06}", number);
    case Style::Keys::numbers:  // "9" and "10" sort another way round, and "1" begins as "10" does
      return fmt::format("{}", number);
    case Style::Keys::words:
      return fmt::format("caf\xC3\xA9 {}", number);
    case Style::Keys::folders:
      return fmt::format("train/{:02}/{}", number % 3, number);
    case Style::Keys::folders_with_dots:  // the key ends at a dot of the last part
      return fmt::format("v1.0/{}", number);
    case Style::Keys::long_folders:  // more than a header's name holds; what it holds is the same for neighbors
      return fmt::format("{}/{}", std::string(number % 2 == 0 ? 120 : 101, 'n'), number / 2);
    case Style::Keys::long_ones:  // nor does its prefix hold the rest: the name stands in a header of its own
      return fmt::format("{}{}", std::string(130, 'k'), number);
  }
  return {};
}

/// What shards hold beside samples.
std::string junk(Random& random, const Style& style) {
  constexpr std::array<std::string_view, 4> names = {"README", ".DS_Store", "._000000.npy", "train/"};
  TarEntry entry{.name = std::string(names[random.below(names.size())]), .data = "none of them", .form = style.form};
  if (entry.name.ends_with('/')) {
    entry.type = '5';
    entry.data.clear();
  }
  return tar_bytes(entry);
}

/// Of what a sample is made: of both, but for one in some shards.
enum class Lacks : std::uint8_t { nothing, array, label };

std::string sample(const Record& record, const std::string& key, Lacks lacks, const Style& style, Random& random,
                   const Declaration& declaration) {
  std::vector<TarEntry> members = {
      {.name = key + ".npy", .data = random_npy(record.sequence, random, shards_of(declaration), declaration)},
      {.name = key + ".cls", .data = fmt::format("{}{}", record.label, style.line_end)}};
  if (lacks != Lacks::nothing) {
    members.erase(members.begin() + (lacks == Lacks::array ? 0 : 1));
  }
  if (style.others == Style::Others::some) {
    constexpr std::array<std::string_view, 4> extensions = {"json", "txt", "npy.txt", "meta.cls"};
    const auto data =
        random.one_in(3) ? std::string(random.between(500, 1500), '7') : std::string(random.below(4), '7');
    members.push_back({.name = fmt::format("{}.{}", key, extensions[random.below(extensions.size())]), .data = data});
  }
  if (random.one_in(2)) {
    shuffle(members, random);
  }
  std::string bytes;
  for (TarEntry& member : members) {
    member.pax = style.times == Style::Times::pax ? pax_record("mtime", "1600000000.1234567") : "";
    member.name = std::string(style.front) + member.name;
    member.form = style.form;
    bytes += tar_bytes(member);
  }
  return bytes;
}

Blob write(const std::vector<Record>& records, Random& random, const Declaration& declaration) {
  const Style style(random);
  std::string bytes;
  std::uint64_t number = style.first;
  const std::size_t bad = random.one_in(12) ? random.below(records.size() + 1) : records.size();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (style.others == Style::Others::some && random.one_in(4)) {
      bytes += junk(random, style);
    }
    const Lacks lacks = i != bad ? Lacks::nothing : random.one_in(2) ? Lacks::array : Lacks::label;
    bytes += sample(records[i], key_of(style, number), lacks, style, random, declaration);
    number += random.one_in(4) ? random.between(2, 9) : 1;
  }
  bytes.resize(bytes.size() + 2 * tar_block);
  if (style.end != 0) {
    bytes.resize((bytes.size() + style.end - 1) / style.end * style.end);
  }
  return Blob(std::string_view(bytes));
}

constexpr RecordFormat tar_format{.extension = "tar", .look = look, .write = write};

}  // namespace

const DataKind& tar_shards_kind() { return record_kind<tar_format>(); }

}  // namespace proofload
