#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "case/default_dataset.hpp"
#include "harness/case/random_case.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Member {
  std::string path;
  std::string content;
  unsigned type = AE_IFREG;
  std::string link;
};

/// A tar as other programs write it.
std::vector<std::byte> tar_of(const std::vector<Member>& members, int format = ARCHIVE_FORMAT_TAR_GNUTAR) {
  std::vector<std::byte> bytes(1 << 20);
  std::size_t used = 0;
  archive* tar = archive_write_new();
  archive_write_set_format(tar, format);
  archive_write_open_memory(tar, bytes.data(), bytes.size(), &used);
  for (const Member& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.path.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, 1'700'000'000, 0);
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    if (!member.link.empty()) {
      archive_entry_set_symlink(entry, member.link.c_str());
    }
    archive_write_header(tar, entry);
    archive_write_data(tar, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(tar);
  archive_write_free(tar);
  bytes.resize(used);
  return bytes;
}

std::vector<std::string> paths_of(const Dataset& dataset) {
  std::vector<std::string> paths;
  for (const DataFile& file : dataset.files) {
    paths.push_back(file.path);
  }
  return paths;
}

Case hand_made() {
  Case value;
  value.loader = "images";
  value.dataset.files = {{"cats/a.png", Blob("one")}, {"dogs/b.png", Blob("two")}, {"cats/empty.png", Blob()}};
  value.dataset.folders = {"birds"};
  value.faults = {{.kind = FaultKind::truncate, .path = "cats/a.png", .at = {Place::From::fraction, 19661}},
                  {.kind = FaultKind::read_error, .path = "dogs/b.png", .nth = 2, .code = EIO}};
  value.options.batch_size = 3;
  value.options.shuffle = Shuffle::on;
  value.epochs = 2;
  value.carrier = Carrier::directory;
  value.comparisons = {Comparison::again, Comparison::fewer_faults};
  return value;
}

TEST(CaseFile, BringsACaseBackAsItWas) {
  const ReadCase read = read_case(write_case(hand_made()));
  EXPECT_EQ(read.as, ReadCase::As::tar);
  EXPECT_THAT(read.note, IsEmpty());
  EXPECT_EQ(read.value, hand_made());
}

TEST(CaseFile, BringsRandomCasesWithHostileNamesBackAsTheyWere) {
  Random random(2);
  for (int i = 0; i < 2000; ++i) {
    const Case value = testing::random_case(random);
    const auto bytes = write_case(value);
    const ReadCase read = read_case(bytes);
    ASSERT_EQ(read.as, ReadCase::As::tar);
    ASSERT_EQ(read.note, "");
    ASSERT_EQ(read.value, value) << describe(value);
    ASSERT_EQ(write_case(read.value), bytes);
    ASSERT_EQ(digest(read.value), digest(value));
  }
}

TEST(CaseFile, LongPathsComeBackToo) {
  Case value;
  std::string folder = "f";
  for (int i = 0; i < 3; ++i) {
    folder += "/" + std::string(200, static_cast<char>('a' + i));
  }
  value.dataset.files = {{folder + "/x.png", Blob("x")}, {std::string(255, '\xE4'), Blob("y")}};
  value.dataset.folders = {folder + "/empty"};
  EXPECT_EQ(read_case(write_case(value)).value, value);
}

TEST(CaseFile, IsATarThatOtherProgramsList) {
  const auto bytes = write_case(hand_made());
  archive* tar = archive_read_new();
  archive_read_support_format_all(tar);
  ASSERT_EQ(archive_read_open_memory(tar, bytes.data(), bytes.size()), ARCHIVE_OK);
  std::vector<std::string> names;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(tar, &entry) == ARCHIVE_OK) {
    names.emplace_back(archive_entry_pathname(entry));
  }
  archive_read_free(tar);
  EXPECT_THAT(names,
              ElementsAre("case.json", "data/birds/", "data/cats/a.png", "data/dogs/b.png", "data/cats/empty.png"));
}

TEST(CaseFile, TakesATarThatAPersonMade) {
  const auto bytes = tar_of({{"./", "", AE_IFDIR},
                             {"./data/", "", AE_IFDIR},
                             {"./data/cats/", "", AE_IFDIR},
                             {"./data/cats/caf\xC3\xA9.png", "c"},
                             {"./case.json", R"({"epochs": 3, // a comment
                                 "options": {"batch_size": 7}, "unknown": [1]})"}});
  const ReadCase read = read_case(bytes);
  EXPECT_EQ(read.as, ReadCase::As::tar);
  EXPECT_EQ(read.value.epochs, 3U);
  EXPECT_EQ(read.value.options.batch_size, 7U);
  EXPECT_THAT(paths_of(read.value.dataset), ElementsAre("cats/caf\xC3\xA9.png"));
}

TEST(CaseFile, WithoutCaseJsonIsItsDatasetWithTheUsualOptions) {
  const ReadCase read = read_case(tar_of({{"data/a/1.png", "x"}}));
  EXPECT_EQ(read.as, ReadCase::As::tar);
  EXPECT_EQ(read.value.options, LoadOptions{});
  EXPECT_THAT(paths_of(read.value.dataset), ElementsAre("a/1.png"));
  EXPECT_THAT(read.note, HasSubstr("no case.json"));
}

TEST(CaseFile, BytesThatAreNoCaseAreTheFirstSampleOfTheDefaultDataset) {
  for (const std::string& text : {std::string(), std::string("\x89PNG\r\n"), std::string(5000, '\0')}) {
    const ReadCase read = read_case(std::as_bytes(std::span(text)));
    EXPECT_EQ(read.as, ReadCase::As::raw);
    ASSERT_GE(read.value.dataset.files.size(), 4U);
    EXPECT_EQ(read.value.dataset.files.front().bytes.text(), text);
    EXPECT_EQ(read.value.dataset.files.back(), default_dataset().files.back());
  }
}

TEST(CaseFile, ATarOfSomethingElseIsRaw) {
  EXPECT_EQ(read_case(tar_of({{"shard/0001.jpg", "x"}})).as, ReadCase::As::raw);
}

TEST(CaseFile, LeavesOutOrMendsWhatCannotBeAPath) {
  const ReadCase read = read_case(tar_of({{"case.json", "{}"},
                                          {"data/../../outside.png", "1"},
                                          {"data//etc/x.png", "2"},
                                          {"data/a/./b.png", "3"},
                                          {"data/a/b.png", "4"},
                                          {"data/a/b.png/c.png", "5"},
                                          {"data/a", "6"},
                                          {"data/" + std::string(300, 'n'), "7"},
                                          {"data/link", "", AE_IFLNK, "/etc/passwd"},
                                          {"/data/absolute", "8"},
                                          {"data/\\x2E\\x2E/up", "9"}}));
  EXPECT_THAT(paths_of(read.value.dataset), ElementsAre("etc/x.png", "a/b.png"));
  EXPECT_EQ(read.value.dataset.files.back().bytes.text(), "3");
  EXPECT_THAT(read.note, HasSubstr("leaves the folder"));
  EXPECT_THAT(read.note, HasSubstr("a/b.png: left out, its place is taken"));
  EXPECT_THAT(read.note, HasSubstr("link: left out, it is no regular file"));
  EXPECT_EQ(read_case(write_case(read.value)).value, read.value);
}

TEST(CaseFile, BringsValuesIntoTheLimits) {
  const ReadCase read = read_case(tar_of({{"case.json", R"({
    "epochs": 4000000000, "carrier": "pigeon", "comparisons": ["again", "again", 7, "other-listing", "again"],
    "options": {"batch_size": -5, "workers": 1e9, "shards": 9999999999999, "shard": 77, "seed": "x", "shuffle": true},
    "faults": [{"kind": "truncate", "at": "31%"}, {"kind": "explode"}, 3, {"kind": "empty", "path": ["a"]},
               {"kind": "truncate", "at": "somewhere", "amount": -1}]})"}}));
  const Case& value = read.value;
  EXPECT_EQ(value.epochs, CaseLimits{}.epochs);
  EXPECT_EQ(value.carrier, Carrier::memory);
  EXPECT_THAT(value.comparisons, ElementsAre(Comparison::again, Comparison::other_listing));
  EXPECT_EQ(value.options.batch_size, 1U);
  EXPECT_EQ(value.options.workers, 0U);
  EXPECT_EQ(value.options.shards, CaseLimits{}.shards);
  EXPECT_LT(value.options.shard, value.options.shards);
  ASSERT_EQ(value.faults.size(), 3U);
  EXPECT_EQ(value.faults[0].at, (Place{Place::From::fraction, 20316}));
  EXPECT_EQ(value.faults[2].at, Place{});
  EXPECT_THAT(read.note, HasSubstr("explode"));
}

TEST(CaseFile, SurvivesJsonThatIsNestedWithoutEnd) {
  const ReadCase read = read_case(tar_of({{"case.json", std::string(200000, '[')}, {"data/a", "x"}}));
  EXPECT_THAT(read.note, HasSubstr("nested too deeply"));
  EXPECT_EQ(read.value.dataset.files.size(), 1U);
}

TEST(CaseFile, HoldsTheLimitsOfFilesAndBytes) {
  std::vector<Member> members = {{"case.json", "{}"}};
  for (int i = 0; i < 30; ++i) {
    members.push_back({"data/" + std::to_string(i), std::string(100, 'x')});
  }
  const auto bytes = tar_of(members);
  EXPECT_EQ(read_case(bytes, {.files = 7}).value.dataset.files.size(), 7U);
  EXPECT_EQ(read_case(bytes, {.bytes = 1050}).value.dataset.files.size(), 10U);
  EXPECT_EQ(read_case(bytes).value.dataset.files.size(), 30U);
}

TEST(CaseFile, GivesWhatCameBeforeATear) {
  const Case value = hand_made();
  auto bytes = write_case(value);
  bytes.resize(512 * 8);
  const ReadCase read = read_case(bytes);
  EXPECT_EQ(read.as, ReadCase::As::tar);
  EXPECT_EQ(read.value.faults, value.faults);
  EXPECT_FALSE(read.value.dataset.files.empty());
}

/// Puts the checksums of all headers right again, as far as the sizes lead.
void mend_checksums(std::vector<std::byte>& tar) {
  for (std::size_t at = 0; at + 512 <= tar.size();) {
    const auto header = std::span(tar).subspan(at, 512);
    std::fill_n(header.begin() + 148, 8, std::byte{' '});
    unsigned sum = 0;
    for (const std::byte b : header) {
      sum += std::to_integer<unsigned>(b);
    }
    if (sum == 256) {
      return;  // only blanks: the end
    }
    char digits[8] = {};
    std::snprintf(digits, sizeof digits, "%06o", sum);
    for (std::size_t i = 0; i < 7; ++i) {
      header[148 + i] = static_cast<std::byte>(digits[i]);
    }
    std::size_t size = 0;
    for (std::size_t i = 124; i < 135; ++i) {
      const auto digit = std::to_integer<std::size_t>(header[i]) - '0';
      size = size * 8 + (digit < 8 ? digit : 0);
    }
    at += 512 + (std::min(size, tar.size()) + 511) / 512 * 512;
  }
}

void expect_within_limits(const Case& value) {
  const CaseLimits limits;
  ASSERT_LE(value.dataset.files.size(), limits.files);
  ASSERT_LE(value.faults.size(), limits.faults);
  ASSERT_GE(value.options.batch_size, 1U);
  ASSERT_LE(value.options.batch_size, limits.batch_size);
  ASSERT_GE(value.epochs, 1U);
  ASSERT_LE(value.epochs, limits.epochs);
  ASSERT_LT(value.options.shard, value.options.shards);
  for (const DataFile& file : value.dataset.files) {
    ASSERT_TRUE(is_plain_path(file.path)) << escape(file.path);
  }
}

TEST(CaseFile, ReadsAnyMutatedTarAndThenIsStable) {
  Random random(3);
  int tars = 0;
  for (int i = 0; i < 20000; ++i) {
    static std::vector<std::byte> original;
    if (i % 20 == 0) {
      original = write_case(testing::random_case(random));
    }
    auto bytes = original;
    for (std::uint64_t flips = random.between(1, 8); flips > 0; --flips) {
      // Half of them into the first members, where the words are.
      const std::uint64_t at =
          random.below(random.one_in(2) ? bytes.size() : std::min<std::size_t>(bytes.size(), 2048));
      bytes[at] = random.one_in(2) ? bytes[at] ^ static_cast<std::byte>(1U << random.below(8))
                                   : static_cast<std::byte>(random.below(256));
    }
    if (random.one_in(10)) {
      bytes.resize(random.below(bytes.size()));
    }
    mend_checksums(bytes);
    const ReadCase read = read_case(bytes);
    expect_within_limits(read.value);
    if (read.as == ReadCase::As::tar) {
      ++tars;
      const auto again = write_case(read.value);
      ASSERT_EQ(write_case(read_case(again).value), again);
    }
  }
  EXPECT_GT(tars, 10000);
}

TEST(CaseFile, ReadsRandomBytes) {
  Random random(4);
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::byte> bytes(random.below(3000));
    for (std::byte& b : bytes) {
      b = static_cast<std::byte>(random.below(random.one_in(2) ? 256 : 2));
    }
    mend_checksums(bytes);
    expect_within_limits(read_case(bytes).value);
  }
}

TEST(CaseDigest, SeesEveryPartOfACase) {
  std::set<std::string> digests = {digest(hand_made())};
  const auto differs = [&](auto change) {
    Case value = hand_made();
    change(value);
    EXPECT_TRUE(digests.insert(digest(value)).second);
    EXPECT_EQ(digest(value).size(), 16U);
  };
  differs([](Case& c) { c.loader = "other"; });
  differs([](Case& c) { c.dataset.files[0].bytes = Blob("One"); });
  differs([](Case& c) { c.dataset.files[0].path = "cats/c.png"; });
  differs([](Case& c) { std::swap(c.dataset.files[0], c.dataset.files[1]); });
  differs([](Case& c) { c.dataset.folders.clear(); });
  differs([](Case& c) { c.faults.pop_back(); });
  differs([](Case& c) { c.faults[0].at.value = 3; });
  differs([](Case& c) { c.faults[1].code = EACCES; });
  differs([](Case& c) { c.options.seed = 9; });
  differs([](Case& c) { c.options.last_batch = LastBatch::drop; });
  differs([](Case& c) { c.epochs = 1; });
  differs([](Case& c) { c.carrier = Carrier::memory; });
  differs([](Case& c) { c.comparisons.pop_back(); });
}

TEST(CaseDescription, IsOneLineThatAPersonCanRead) {
  EXPECT_EQ(describe(hand_made()),
            "3 files of 6 bytes; truncate cats/a.png at 30%, read-error dogs/b.png, at read 2, EIO; "
            "batches of 3, shuffled; 2 epochs; on disk; compared: again, fewer-faults");
}

}  // namespace
}  // namespace proofload
