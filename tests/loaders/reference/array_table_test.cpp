#include "reference/array_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <string>
#include <vector>

#include "loaders/reference/texts.hpp"
#include "reference/zip_members.hpp"

namespace proofload::reference {
namespace {

using testing::HasSubstr;

std::string number(std::uint64_t value, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
  return text;
}

std::string array(const std::string& type, const std::string& shape, const std::string& data, bool fortran = false) {
  std::string text =
      "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + shape + "), }\n";
  return std::string("\x93NUMPY\1\0", 8) + number(text.size(), 2) + text + data;
}

/// [samples, 1, 2] of bytes, or in another type.
std::string features(int samples, const std::string& data) {
  return array("|i1", std::to_string(samples) + ", 1, 2", data);
}
std::string labels(const std::string& data) { return array("|u1", std::to_string(data.size()) + ",", data); }

using Files = std::map<std::string, std::string>;

ArrayTablePlan plan_of(std::uint32_t rows = 1) {
  return {.array = {.columns = 2, .low = -9, .high = 9, .rows = rows}, .classes = 4};
}

/// Of each sample its numbers and its label, or "!" and the file and the number that are said.
std::vector<std::string> read(const Files& files, const ArrayTablePlan& plan = plan_of()) {
  Texts source(files, 7);
  const ArrayTable table(source, plan);
  std::vector<std::string> result;
  for (std::uint64_t i = 0; i < table.size(); ++i) {
    std::string text;
    if (const auto values = table.values(i)) {
      for (const float value : *values) {
        text += std::to_string(static_cast<int>(value)) + " ";
      }
      text += "is " + std::to_string(table.label(i, -1));
    } else {
      text = "! " + values.error().path + " " + std::to_string(values.error().record.value_or(99)) + " " +
             std::to_string(table.label(i, -1));
      EXPECT_EQ(values.error().index, i);
    }
    result.push_back(text);
  }
  return result;
}

/// What refuses the dataset.
LoadError refusal(const Files& files, const ArrayTablePlan& plan = plan_of()) {
  try {
    (void)read(files, plan);
  } catch (const LoadFailure& failure) {
    return failure.error();
  }
  ADD_FAILURE() << "it was read";
  return {};
}

TEST(ArrayTable, HoldsBothArraysInTheirOrder) {
  EXPECT_EQ(read({{"features.npy", features(2, "\1\2\3\4")}, {"labels.npy", labels("\1\3")}}),
            (std::vector<std::string>{"1 2 is 1", "3 4 is 3"}));
  EXPECT_EQ(read({{"features.npy", array(">i2", "1, 1, 2", std::string("\0\5\0\6", 4))},
                  {"labels.npy", array(">i8", "1,", std::string(7, '\0') + "\2")}}),
            std::vector<std::string>{"5 6 is 2"});
}

TEST(ArrayTable, PutsFortransAxesRight) {
  // [2, 2, 2]: the first axis runs fastest.
  EXPECT_EQ(read({{"features.npy", array("|i1", "2, 2, 2", std::string("\0\1\2\3\4\5\6\7", 8), true)},
                  {"labels.npy", labels(std::string(2, '\0'))}},
                 plan_of(2)),
            (std::vector<std::string>{"0 4 2 6 is 0", "1 5 3 7 is 0"}));
}

TEST(ArrayTable, RefusesOneSampleForWhatIsBadOfIt) {
  EXPECT_EQ(read({{"features.npy", features(3, "\1\x64\3\4\5\6")}, {"labels.npy", labels("\1\2\4")}}),
            (std::vector<std::string>{"! features.npy 0 1", "3 4 is 2", "! labels.npy 2 -1"}));
}

TEST(ArrayTable, RefusesTheDatasetForWhatIsBadOfAll) {
  const std::string x = features(2, "\1\2\3\4");
  const std::string y = labels("\1\2");
  EXPECT_EQ(refusal({{"features.npy", x}}).path, "labels.npy");
  EXPECT_EQ(refusal({{"labels.npy", y}}).path, "features.npy");
  EXPECT_EQ(refusal({{"features.npy", x.substr(0, x.size() - 1)}, {"labels.npy", y}}).path, "features.npy");
  EXPECT_EQ(refusal({{"features.npy", x}, {"labels.npy", y + "x"}}).path, "labels.npy");
  EXPECT_THAT(refusal({{"features.npy", x}, {"labels.npy", labels("\1")}}).reason,
              HasSubstr("found 1 labels of 2 samples"));
  EXPECT_THAT(refusal({{"features.npy", x}, {"labels.npy", array("<f4", "2,", std::string(8, '\0'))}}).reason,
              HasSubstr("whole numbers"));
  EXPECT_THAT(refusal({{"features.npy", array("|i1", "2, 2", "\1\2\3\4")}, {"labels.npy", y}}).reason,
              HasSubstr("expected an array of the shape (samples, 1, 2), found (2, 2)"));
  EXPECT_THAT(refusal({{"features.npy", array("|i1", "0, 1, 2", "")}, {"labels.npy", labels("")}}).reason,
              HasSubstr("found none"));
  // A product that wraps to what is there.
  EXPECT_THAT(
      refusal({{"features.npy", array("|i1", "9223372036854775810, 1, 2", "\1\2\3\4")}, {"labels.npy", y}}).reason,
      HasSubstr("9223372036854775810"));
}

struct Archived {
  std::string name;
  std::string data;
};

/// Members as they are, with what the directory says changed by so much.
std::string archive(const std::vector<Archived>& members, std::uint32_t size_more = 0,
                    std::uint32_t checksum_more = 0) {
  std::string bytes;
  std::string directory;
  for (const auto& [name, data] : members) {
    const std::string raw = data;
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(raw.data()), raw.size());
    const std::string common = number(20, 2) + std::string(8, '\0') + number(crc + checksum_more, 4) +
                               number(raw.size(), 4) + number(raw.size() + size_more, 4) + number(name.size(), 2);
    directory += "PK\1\2" + number(20, 2) + common + std::string(12, '\0') + number(bytes.size(), 4) + name;
    bytes += "PK\3\4" + common + number(0, 2) + name + data;
  }
  return bytes + directory + "PK\5\6" + std::string(4, '\0') + number(members.size(), 2) + number(members.size(), 2) +
         number(directory.size(), 4) + number(bytes.size(), 4) + number(0, 2);
}

ArrayTablePlan archived_plan() {
  ArrayTablePlan plan = plan_of();
  plan.archive = "dataset.npz";
  plan.read = read_archived_arrays;
  return plan;
}

TEST(ArrayTable, TakesMembersOfAnArchiveByTheirNames) {
  const Archived x{"features.npy", features(2, "\1\2\3\4")};
  const Archived y{"labels.npy", labels("\1\4")};
  EXPECT_EQ(read({{"dataset.npz", archive({{"README", "none"}, y, x})}}, archived_plan()),
            (std::vector<std::string>{"1 2 is 1", "! dataset.npz 1 -1"}));
  const auto why = [&](const std::string& bytes) {
    const LoadError error = refusal({{"dataset.npz", bytes}}, archived_plan());
    EXPECT_EQ(error.path, "dataset.npz");
    return error.reason;
  };
  EXPECT_THAT(why(archive({x})), HasSubstr("expected a member \"labels.npy\", found none among 1"));
  EXPECT_THAT(why(archive({x, y, y})), HasSubstr("found one name twice"));
  EXPECT_THAT(why(archive({x, {"labels.npy", "none"}})), HasSubstr("member \"labels.npy\": expected a NumPy array"));
  EXPECT_THAT(why(archive({x, y}, 0, 1)), HasSubstr("CRC"));
  EXPECT_THAT(why(archive({x, y}, 1)), HasSubstr("features.npy"));
  EXPECT_THAT(why(archive({x, y}).substr(0, 100)), HasSubstr("expected a ZIP archive"));
  EXPECT_THAT(why(""), HasSubstr("found none among 0"));
}

}  // namespace
}  // namespace proofload::reference
