// What is said of shards of tar: by the format's own rules, and beside an archiver that others wrote.
#include "dataset/tar_shard.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "dataset/data_kind.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/tar.hpp"
#include "dataset/tar_walk.hpp"
#include "faults/byte_faults.hpp"
#include "faults/tar_faults.hpp"

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;

Declaration shards() {
  Declaration declaration;
  declaration.reads = TarShards{};
  declaration.features = {.dtype = Dtype::float32, .shape = {Axis::ragged(9), 2}};
  declaration.labels = {.dtype = Dtype::int64, .classes = 12, .order = Labels::Order::stored};
  declaration.integrity = Integrity::structure;
  return declaration;
}

std::string array() {
  return npy_header_bytes(1, "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }", 64) +
         std::string("\1\0\2\0\3\0\4\0", 8);
}

std::string member(const std::string& name, const std::string& data, char type = '0') {
  return tar_bytes({.name = name, .data = data, .type = type});
}
std::string sample(const std::string& key, const std::string& label = "7") {
  return member(key + ".npy", array()) + member(key + ".cls", label);
}
const std::string end_of_shard(1024, '\0');

FileEvidence look(const std::string& shard, Integrity integrity = Integrity::structure) {
  static std::vector<Blob> held;  // records are views of it
  held.emplace_back(std::string_view(shard));
  Declaration declaration = shards();
  declaration.integrity = integrity;
  return look_at_tar_shard(held.back(), TarShards{}, declaration);
}

/// One letter for each record: g good, b bad, u unsure, o optional.
std::string states(const FileEvidence& file) {
  std::string text;
  for (const RecordEvidence& record : file.records) {
    const auto worst = std::max(static_cast<const SequenceEvidence&>(record).decodes, record.structure);
    text += record.optional_for != OptionalFor::nothing ? 'o'
            : worst == Soundness::damaged               ? 'b'
            : worst == Soundness::unsure                ? 'u'
                                                        : 'g';
  }
  return text;
}
std::string states(const std::string& shard) { return states(look(shard)); }

TEST(TarShard, GroupsMembersThatStandTogetherByTheirNamesUpToTheFirstDot) {
  const FileEvidence file = look(member("v1.0/1.cls", "3\n") + member("v1.0/1.npy.txt", "x") + member("README", "y") +
                                 member("v1.0/1.npy", array()) + sample("./v1.0/10", "11") + end_of_shard);
  EXPECT_EQ(states(file), "gg");
  EXPECT_FALSE(file.whole);
  EXPECT_EQ(file.records[0].label, 3);
  EXPECT_EQ(file.records[1].label, 11);
  EXPECT_EQ(file.records[1].sequence.values, (std::vector<double>{1, 2, 3, 4}));
}

TEST(TarShard, SaysWhichSampleIsBad) {
  const std::string a = sample("a");
  const std::string b = sample("b");
  const std::string end = end_of_shard;
  EXPECT_EQ(states(a + member("x.npy", array()) + b + end), "gbg");
  EXPECT_EQ(states(a + member("x.cls", "1") + b + end), "gbg");
  EXPECT_EQ(states(a + sample("x", "12") + b + end), "gbg");
  EXPECT_EQ(states(a + sample("x", "one") + b + end), "gbg");
  EXPECT_EQ(states(a + sample("x", "01") + b + end), "gug");
  EXPECT_EQ(states(a + sample("x") + member("x.cls", "1") + b + end), "gbg");
  EXPECT_EQ(states(a + b + sample("a") + end), "ggb");
  EXPECT_EQ(states(member("a.npy", array()) + b + member("a.cls", "1") + end), "bgb");
  EXPECT_EQ(states(a + sample("../x") + b + end), "gbg");
  EXPECT_EQ(states(a + sample("/x") + b + end), "gbg");
  EXPECT_EQ(states(a + sample("x") + member("x.txt", "", '2') + b + end), "gbg");
  EXPECT_EQ(states(a + member("x/", "", '5') + b + end), "gg");
  EXPECT_EQ(states(a + member("x.npy", array().substr(0, 130)) + member("x.cls", "1") + b + end), "gbg");
  EXPECT_EQ(states(a + member("x.NPY", array()) + member("x.cls", "1") + end), "gb");
}

TEST(TarShard, ChargesABreakToTheSampleThatItTearsAndNothingBeforeIt) {
  const std::string a = sample("a");
  const std::string whole = a + sample("b") + sample("c") + end_of_shard;
  EXPECT_EQ(states(whole), "ggg");
  EXPECT_EQ(states(whole.substr(0, a.size())), "gb") << "without its end";
  EXPECT_EQ(states(whole.substr(0, a.size() + 100)), "gb") << "within a header";
  EXPECT_EQ(states(whole.substr(0, a.size() + 600)), "gb") << "within data";
  EXPECT_EQ(states(whole.substr(0, a.size() + 1024)), "gb") << "between the members of a sample";
  EXPECT_EQ(states(whole.substr(0, 3 * a.size())), "gggb");
  EXPECT_EQ(states(whole.substr(0, 3 * a.size() + 512)), "gggb") << "one block of zeros";
  EXPECT_EQ(states(whole.substr(0, 2 * a.size() - 100)), "guo") << "within padding";
  EXPECT_EQ(states(a + std::string(512, 'x') + sample("b") + end_of_shard), "gbo");
  EXPECT_EQ(states(a + std::string(512, '\0') + sample("b") + end_of_shard), "gbo");
  EXPECT_EQ(states(whole + sample("d") + end_of_shard), "gggoo");
  EXPECT_EQ(states(whole + std::string(9000, '\0')), "ggg");
  EXPECT_EQ(states(std::string("no tar at all")), "b");
  EXPECT_EQ(look(end_of_shard).whole->structure, Soundness::damaged);
  // Who looks for no ends need not miss one.
  EXPECT_EQ(states(look(whole.substr(0, a.size()), Integrity::decodable)), "go");
  EXPECT_EQ(states(look(whole.substr(0, a.size() + 600), Integrity::decodable)), "gb");
}

TEST(TarShard, WhereReadersDifferOnAHeaderWhatFollowsMayComeOrNot) {
  const std::string a = sample("a");
  const std::string rest = sample("b") + sample("c") + end_of_shard;
  std::string odd_sum = rest;
  odd_sum[154] = '\1';  // behind the digits of the checksum
  EXPECT_EQ(states(a + odd_sum), "gooo");
  EXPECT_EQ(states(a + member("PaxHeaders/b", "8 path=b\n", 'x') + rest), "gooo") << "a record of another length";
  EXPECT_EQ(states(member("a.npy", array()) + odd_sum), "booo") << "without its label either way";
  std::string second_odd = a;
  second_odd[1024 + 154] = '\1';  // of a.cls
  EXPECT_EQ(states(second_odd + rest), "uooo");
}

struct Listed {
  std::string name;
  std::string data;
  bool operator==(const Listed&) const = default;
};

/// As libarchive has it.
std::vector<Listed> listed_by_others(const Blob& shard) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_tar(reader.get());
  std::vector<Listed> members;
  if (archive_read_open_memory(reader.get(), shard.bytes().data(), shard.size()) != ARCHIVE_OK) {
    return members;
  }
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    if (archive_entry_filetype(entry) == AE_IFREG) {
      std::string data(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
      archive_read_data(reader.get(), data.data(), data.size());
      std::string name = archive_entry_pathname(entry);
      name.erase(0, name.starts_with("./") ? 2 : 0);
      members.push_back({name, data});
    }
  }
  return members;
}

std::vector<Listed> listed_here(const Blob& shard) {
  std::vector<Listed> members;
  for (TarPart part = tar_part(shard.text(), 0);
       part.kind == TarPart::Kind::member || part.kind == TarPart::Kind::other;
       part = tar_part(shard.text(), part.end)) {
    if (part.kind == TarPart::Kind::member) {
      members.push_back({part.name, std::string(part.data)});
    }
  }
  return members;
}

TEST(TarShard, DrawnOnesHoldTheSameMembersForLibarchive) {
  Random random(3);
  std::size_t members = 0;
  for (int round = 0; round < 200; ++round) {
    const Dataset dataset = tar_shards_kind().random_dataset(random, shards(), random.below(6), 3);
    for (const DataFile& file : dataset.files) {
      const auto here = listed_here(file.bytes);
      EXPECT_EQ(here, listed_by_others(file.bytes)) << round;
      members += here.size();
    }
  }
  EXPECT_GT(members, 500U);
}

TEST(TarShard, DrawnOnesAreSoundButForALabelThatIsNoClassAndAMemberThatIsNotThere) {
  Random random(4);
  std::size_t records = 0;
  for (int round = 0; round < 300; ++round) {
    const Dataset dataset = tar_shards_kind().random_dataset(random, shards(), random.below(6), 3);
    for (const DataFile& file : dataset.files) {
      for (const RecordEvidence& record : look_at_tar_shard(file.bytes, TarShards{}, shards()).records) {
        ++records;
        if (record.label && record.cause.find("has no member") == std::string::npos) {
          EXPECT_EQ(record.structure, Soundness::sound) << record.cause;
        } else {
          EXPECT_TRUE(record.cause.ends_with("none of the declared classes") ||
                      record.cause.find("has no member") != std::string::npos)
              << record.cause;
        }
      }
    }
  }
  EXPECT_GT(records, 500U);
}

TEST(TarFaults, EachChangesTheShardAsItSays) {
  const std::string shard = sample("a") + sample("b") + sample("c") + end_of_shard;
  const auto after = [&](FaultKind kind, std::string_view change) {
    const Fault fault{.kind = kind, .path = "s.tar", .amount = 2, .text = std::string(change)};
    const Dataset dataset{.files = {{"s.tar", Blob(std::string_view(shard))}}, .folders = {}};
    const EffectiveDataset effective = proofload::apply(dataset, std::vector{fault});
    EXPECT_NE(effective.nodes.at(0).bytes.text(), shard) << change;
    return states(std::string(effective.nodes.at(0).bytes.text()));
  };
  for (const auto& [change, expected] : std::vector<std::pair<std::string_view, std::string>>{
           {"checksum", "gboo"},  {"size_letters", "gboo"}, {"size_negative", "gboo"}, {"size_huge", "gb"},
           {"size_more", "gbo"},  {"size_less", "gbg"},     {"size_none", "gboo"},     {"symbolic_link", "gbg"},
           {"hard_link", "gbg"},  {"device", "gbg"},        {"pipe", "gbg"},           {"folder", "gbg"},
           {"other_type", "gbg"}, {"parent", "gbbg"},       {"absolute", "gbbg"},      {"no_extension", "gbg"},
           {"no_key", "gbg"},     {"other_case", "gbg"},    {"other_key", "gbbg"},     {"key_of_before", "bbg"}}) {
    EXPECT_EQ(after(FaultKind::tar_header, change), expected) << change;
  }
  for (const auto& [change, expected] :
       std::vector<std::pair<std::string_view, std::string>>{{"dropped", "gbg"},
                                                             {"twice", "gbg"},
                                                             {"again_at_end", "gggb"},
                                                             {"sample_again", "gggb"},
                                                             {"moved_to_end", "gbgb"},
                                                             {"exchanged", "ggg"},
                                                             {"to_the_front", "bgbg"},
                                                             {"no_end", "gggb"},
                                                             {"half_end", "gggb"},
                                                             {"garbage_between", "gboo"},
                                                             {"zeros_between", "gboo"},
                                                             {"pax_in_front", "ggg"},
                                                             {"pax_beyond_end", "gboo"}}) {
    EXPECT_EQ(after(FaultKind::tar_members, change), expected) << change;
  }
}

}  // namespace
}  // namespace proofload
