#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "proofload/case.hpp"
#include "proofload/finding.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// Images of two classes, of which one is empty: whoever skips it must not shift the labels.
void write_dataset(const Command& command, std::uint32_t images) {
  ImageDatasetPlan plan;
  for (std::uint32_t i = 0; i < images; ++i) {
    plan.images.push_back({.folder = i < 22 ? "cats" : "dogs", .stem = "p" + std::to_string(100 + i), .id = i});
  }
  Dataset dataset = render(plan);
  dataset.files[std::min<std::size_t>(20, images - 1)].bytes = Blob();  // in the batch where the class changes
  for (const DataFile& file : dataset.files) {
    command.write("dataset/" + file.path, file.bytes.text());
  }
}

Case read(const std::string& path) {
  const std::string bytes = Command::content(path);
  const ReadCase read = read_case(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(read.as, ReadCase::As::tar) << path;
  return read.value;
}

TEST(MinimizeCommand, MakesADatasetSmallAndKeepsItsFailure) {
  const Command command;
  write_dataset(command, 40);
  const Said said =
      command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "out.tar", "--clause", "pairing", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Json json = Json::parse(said.out);
  EXPECT_EQ(json["end"], "smallest");
  EXPECT_EQ(json["before"]["files"], 40);
  EXPECT_EQ(json["after"]["files"], 2);
  EXPECT_EQ(json["signature"], "pairing/label-of-another-sample");
  EXPECT_EQ(read(command.folder() / "out.tar").dataset.files.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.tar.answers"));

  const Said again = command.run({"check", "skip_shifts_labels", "out.tar"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.out, HasSubstr("label-of-another-sample"));
  // The unreported sample was met on the way: another bug, kept and not followed.
  EXPECT_EQ(list_findings(command.folder() / "out.tar.others").size(), 1U);
}

TEST(MinimizeCommand, GoesOnWhereItWasStopped) {
  const Command command;
  write_dataset(command, 40);
  const std::vector<std::string> words = {"minimize", "skip_shifts_labels", "dataset", "-o",
                                          "out.tar",  "--clause",           "pairing", "--json"};
  ASSERT_EQ(command.run(words).code, 0);
  const Case whole = read(command.folder() / "out.tar");
  std::filesystem::remove(command.folder() / "out.tar");
  std::vector<std::string> some = words;
  some.insert(some.end(), {"--calls", "23"});
  Json json;
  std::size_t files = 1000;
  for (int part = 0; part < 40 && json["end"] != "smallest"; ++part) {
    const Said said = command.run(some);
    ASSERT_EQ(said.code, 0) << said.err;
    json = Json::parse(said.out);
    const std::size_t now = read(command.folder() / "out.tar").dataset.files.size();
    EXPECT_LE(now, files);
    files = now;
  }
  EXPECT_EQ(json["end"], "smallest");
  EXPECT_EQ(read(command.folder() / "out.tar"), whole);
}

TEST(MinimizeCommand, SaysWhatItCannotDo) {
  const Command command;
  write_dataset(command, 6);
  const Said fine = command.run({"minimize", "image_folder", "dataset", "-o", "out.tar", "--clause", "pairing"});
  EXPECT_EQ(fine.code, 2);
  EXPECT_THAT(fine.err, HasSubstr("nothing to minimize"));
  EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.tar"));

  const Said other = command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "out.tar", "--clause", "live"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("does not break live, but"));

  const Said inside = command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "dataset/out.tar"});
  EXPECT_EQ(inside.code, 2);
  EXPECT_THAT(inside.err, HasSubstr("never changed"));

  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "nowhere", "-o", "out.tar"}).code, 2);
  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "dataset"}).code, 2);
  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "/proc/none/out.tar"}).code, 2);
}

}  // namespace
}  // namespace proofload
