// What is said of datasets in two arrays, beside each other and in an archive: by the formats' own rules, and beside an
// archiver that others wrote.
#include "dataset/arrays.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dataset/npy_header.hpp"
#include "dataset/npz.hpp"
#include "dataset/zip.hpp"
#include "faults/byte_faults.hpp"
#include "faults/zip_faults.hpp"

namespace proofload {
namespace {

Declaration declaration_of(Integrity integrity) {
  Declaration declaration;
  declaration.reads = Npz{};
  declaration.features = {.dtype = Dtype::float32, .shape = {2, 3}};
  declaration.labels = {.dtype = Dtype::int64, .classes = 12, .order = Labels::Order::stored};
  declaration.integrity = integrity;
  return declaration;
}

/// [samples, 2, 3] of bytes: 0, 1, 2, … as they lie in the file.
std::string features(int samples, bool fortran = false) {
  std::string text = npy_header_bytes(1,
                                      "{'descr': '|u1', 'fortran_order': " + std::string(fortran ? "True" : "False") +
                                          ", 'shape': (" + std::to_string(samples) + ", 2, 3), }",
                                      64);
  for (int i = 0; i < samples * 6; ++i) {
    text += static_cast<char>(i);
  }
  return text;
}
std::string labels(const std::string& of, const char* type = "|i1") {
  return npy_header_bytes(1,
                          "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (" +
                              std::to_string(of.size()) + ",), }",
                          64) +
         of;
}

/// One letter for each record: g good, b bad, u unsure, o that need not come; behind them what is said of the whole.
std::string states(const FileEvidence& file) {
  std::string text;
  for (const RecordEvidence& record : file.records) {
    const auto worst = std::max(record.decodes, record.structure);
    text += record.optional_for != SampleTruth::OptionalFor::nothing ? 'o'
            : worst == Soundness::damaged                            ? 'b'
            : worst == Soundness::unsure                             ? 'u'
                                                                     : 'g';
  }
  if (file.whole) {
    text += file.whole->structure == Soundness::damaged ? " bad" : " unsure";
  }
  return text;
}

std::string pair(const std::string& x, const std::string& y) {
  return states(look_at_arrays({"x", x}, {"y", y}, NpyArrays{}, declaration_of(Integrity::structure)));
}

TEST(Arrays, SayWhatIsBadOfASampleAndWhatOfAllOfThem) {
  EXPECT_EQ(pair(features(3), labels("\1\2\3")), "ggg");
  EXPECT_EQ(pair(features(3), labels("\1\x0C\3")), "gbg");
  EXPECT_EQ(pair(features(0), labels("")), "");
  EXPECT_EQ(pair(features(3), labels("\1\2")), "ggo bad");
  EXPECT_EQ(pair(features(2), labels("\1\2\3")), "ggo bad");
  EXPECT_EQ(pair(features(3).substr(0, 128 + 7), labels("\1\2\3")), "goo bad");
  EXPECT_EQ(pair(features(3) + "x", labels("\1\2\3")), "ggg bad");
  EXPECT_EQ(pair(features(3), labels("\1\2\3", "|b1")), "ggg unsure");
  EXPECT_EQ(pair("none", labels("\1\2\3")), " bad");
}

TEST(Arrays, KnowTheOrderOfThreeAxes) {
  const std::string y = labels("\1\2\3\4");
  const auto values = [&](bool fortran, std::size_t sample) {
    const std::string x = features(4, fortran);
    return look_at_arrays({"x", x}, {"y", y}, NpyArrays{}, declaration_of(Integrity::structure))
        .records[sample]
        .sequence.values;
  };
  EXPECT_EQ(values(false, 1), (std::vector<double>{6, 7, 8, 9, 10, 11}));
  // With the first axis running fastest, places are sample + 4 * (step + 2 * channel).
  EXPECT_EQ(values(true, 1), (std::vector<double>{1, 9, 17, 5, 13, 21}));
}

std::vector<ZipEntry> two(ZipEntry::Packed packed = ZipEntry::Packed::stored,
                          ZipEntry::Sizes sizes = ZipEntry::Sizes::in_header) {
  return {{"features.npy", features(3), packed, sizes}, {"labels.npy", labels("\1\2\3"), packed, sizes}};
}

std::string archived(const std::string& bytes, Integrity integrity = Integrity::checksums) {
  return states(look_at_npz(Blob(std::string_view(bytes)), Npz{}, declaration_of(integrity)));
}

std::string after(const char* change, std::uint64_t member = 1, Integrity integrity = Integrity::checksums) {
  const Blob before{std::string_view(zip_bytes(two()))};
  const Fault fault{.kind = FaultKind::zip_members, .path = "dataset.npz", .amount = member, .text = change};
  const auto changed = zip_members_changed({before, fault, {}});
  EXPECT_TRUE(changed.has_value()) << change;
  return changed ? archived(std::string(changed->text()), integrity) : "";
}

TEST(Npz, IsReadHoweverItIsPacked) {
  for (const auto packed : {ZipEntry::Packed::stored, ZipEntry::Packed::deflated}) {
    for (const auto sizes : {ZipEntry::Sizes::in_header, ZipEntry::Sizes::in_extra, ZipEntry::Sizes::behind_data}) {
      EXPECT_EQ(archived(zip_bytes(two(packed, sizes))), "ggg");
    }
  }
}

TEST(Npz, GoesByTheNamesOfItsMembers) {
  EXPECT_EQ(after("reversed"), "ggg");
  EXPECT_EQ(after("renamed"), "ggg bad");
  EXPECT_EQ(after("dropped"), "ggg bad");
  EXPECT_EQ(after("twice"), "ggg unsure");
  EXPECT_EQ(after("twice_with_other"), "gggooo unsure") << "either of the two may be taken";
  EXPECT_EQ(after("exchanged"), " bad");
}

TEST(Npz, ShowsWhatItsPlacesSayDifferently) {
  EXPECT_EQ(after("checksum"), "ggg bad");
  EXPECT_EQ(after("checksum", 1, Integrity::structure), "ggg unsure");
  EXPECT_EQ(after("local_checksum"), "ggg unsure") << "few readers look at both";
  EXPECT_EQ(after("size_more"), "ggg bad");
  EXPECT_EQ(after("offset"), "ggg bad");
  EXPECT_EQ(after("no_end"), "ggg bad") << "whoever goes from header to header still finds all";
  EXPECT_EQ(after("directory_cut"), "ggg bad");
  EXPECT_EQ(after("count_less"), "ggg unsure");
  EXPECT_EQ(after("bytes_behind"), "ggg unsure");
  EXPECT_EQ(after("bytes_in_front"), "ggg unsure");
  EXPECT_EQ(after("one_dropped"), "ggo bad");
  EXPECT_EQ(after("content_cut", 0), "ggo bad");
}

TEST(Npz, IsDamagedInAllWaysByItsFaults) {
  const Blob before{std::string_view(zip_bytes(two()))};
  for (const std::string_view change : zip_member_changes) {
    const Fault fault{.kind = FaultKind::zip_members, .path = "dataset.npz", .amount = 0, .text = std::string(change)};
    const auto changed = zip_members_changed({before, fault, {}});
    // Of bytes there is no other order.
    EXPECT_EQ(changed && *changed != before, change != "big_endian") << change;
  }
}

using CloseReader = decltype([](archive* a) { archive_read_free(a); });
using CloseWriter = decltype([](archive* a) { archive_write_free(a); });

std::map<std::string, std::string> as_others_read(const std::string& bytes) {
  const std::unique_ptr<archive, CloseReader> reader(archive_read_new());
  archive_read_support_format_zip_seekable(reader.get());
  EXPECT_EQ(archive_read_open_memory(reader.get(), bytes.data(), bytes.size()), ARCHIVE_OK);
  std::map<std::string, std::string> members;
  for (archive_entry* entry = nullptr; archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK;) {
    std::string data(1U << 16U, '\0');
    const la_ssize_t got = archive_read_data(reader.get(), data.data(), data.size());
    data.resize(static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
    members[archive_entry_pathname(entry)] = data;
  }
  return members;
}

TEST(Zip, IsWrittenAsOthersReadIt) {
  for (const auto packed : {ZipEntry::Packed::stored, ZipEntry::Packed::deflated}) {
    for (const auto sizes : {ZipEntry::Sizes::in_header, ZipEntry::Sizes::in_extra}) {
      const auto members = as_others_read(zip_bytes(two(packed, sizes)));
      EXPECT_EQ(members.at("features.npy"), features(3));
      EXPECT_EQ(members.at("labels.npy"), labels("\1\2\3"));
    }
  }
}

TEST(Zip, IsReadAsOthersWriteIt) {
  std::string bytes(1U << 16U, '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, CloseWriter> writer(archive_write_new());
  archive_write_set_format_zip(writer.get());
  ASSERT_EQ(archive_write_open_memory(writer.get(), bytes.data(), bytes.size(), &used), ARCHIVE_OK);
  for (const ZipEntry& member : two()) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.data.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    ASSERT_EQ(archive_write_header(writer.get(), entry), ARCHIVE_OK);
    archive_write_data(writer.get(), member.data.data(), member.data.size());
    archive_entry_free(entry);
  }
  ASSERT_EQ(archive_write_close(writer.get()), ARCHIVE_OK);
  bytes.resize(used);
  const ZipArchive archive = look_at_zip(bytes);
  ASSERT_EQ(archive.members.size(), 2U);
  EXPECT_EQ(archive.structure, Soundness::sound) << archive.cause;
  EXPECT_EQ(archive.members[0].data, features(3));
  EXPECT_EQ(archive.members[1].data, labels("\1\2\3"));
}

}  // namespace
}  // namespace proofload
