// Damage to the tree: what lies beside the files, names that are nearly one, and nodes that are no files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "proofload/fault.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;
using State = EffectiveNode::State;

const Dataset dataset{{{"c/x.png", Blob("first")}, {"d/z.png", Blob("third")}, {"c/y.jpg", Blob("second")}}, {}};

EffectiveDataset with(FaultKind kind, std::string_view text, std::string path = "c/x.png") {
  return proofload::apply(dataset,
                          std::vector<Fault>{{.kind = kind, .path = std::move(path), .text = std::string(text)}});
}

std::vector<std::string> paths(const EffectiveDataset& effective) {
  std::vector<std::string> result;
  for (const EffectiveNode& node : effective.nodes) {
    result.push_back(node.path);
  }
  return result;
}

TEST(ExtraNodes, LieBesideTheFileAndChangeNoOther) {
  std::set<std::string> names;
  for (const std::string_view text : traits(FaultKind::extra_node).texts) {
    const EffectiveDataset effective = with(FaultKind::extra_node, text);
    ASSERT_EQ(effective.nodes.size(), 4U) << text;
    const EffectiveNode& extra = effective.nodes.back();
    EXPECT_TRUE(extra.path.starts_with("c/")) << text;
    EXPECT_EQ(extra.clean_path, "");
    EXPECT_THAT(extra.faults, ElementsAre(0));
    EXPECT_TRUE(names.insert(extra.path).second) << text;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(effective.nodes[i].bytes, dataset.files[i].bytes);
      EXPECT_EQ(effective.nodes[i].path, dataset.files[i].path);
    }
  }
  EXPECT_EQ(with(FaultKind::extra_node, "loop").nodes.back().state, State::folder_loop);
}

TEST(ExtraNodes, AreNotPutTwiceAndNotBesideClasses) {
  const Fault tilde{.kind = FaultKind::extra_node, .path = "c/x.png", .text = "tilde"};
  EXPECT_THAT(proofload::apply(dataset, std::vector{tilde, tilde}).inert, ElementsAre(false, true));
  const Dataset flat{{{"x.png", Blob("first")}}, {}};
  EXPECT_THAT(
      proofload::apply(flat, std::vector<Fault>{{.kind = FaultKind::extra_node, .path = "x.png", .text = "tilde"}})
          .inert,
      ElementsAre(true));
}

TEST(TwinNames, DifferHardlyAndStayInTheirFolder) {
  EXPECT_THAT(paths(with(FaultKind::twin_name, "case")), ElementsAre("c/x-twin.png", "d/z.png", "c/x-TWIN.jpg"));
  EXPECT_THAT(paths(with(FaultKind::twin_name, "normal_form")),
              ElementsAre("c/x\xC3\xA9.png", "d/z.png", "c/xe\xCC\x81.jpg"));
  EXPECT_THAT(paths(with(FaultKind::twin_name, "stem")), ElementsAre("c/x.png", "d/z.png", "c/x.jpg"));
  EXPECT_THAT(paths(with(FaultKind::twin_name, "blank")), ElementsAre("c/x.png", "d/z.png", "c/x .jpg"));
  for (const std::string_view text : traits(FaultKind::twin_name).texts) {
    for (const EffectiveNode& node : with(FaultKind::twin_name, text).nodes) {
      EXPECT_LE(node.path.size(), 2U + 255U);
    }
  }
  EXPECT_THAT(with(FaultKind::twin_name, "case", "d/z.png").inert, ElementsAre(true)) << "it is alone";
}

TEST(SpecialNodes, StandInTheFilesPlace) {
  EXPECT_EQ(with(FaultKind::special_node, "fifo").nodes[0].state, State::fifo);
  EXPECT_EQ(with(FaultKind::special_node, "socket").nodes[0].state, State::socket);
  EXPECT_EQ(with(FaultKind::special_node, "link_loop").nodes[0].state, State::link_loop);
  EXPECT_THAT(with(FaultKind::special_node, "door").inert, ElementsAre(true));
}

TEST(ChangedFiles, HaveAnotherVersionUnlessItIsTheSame) {
  const auto version = [](std::string_view bytes, std::string text) {
    const Dataset one{{{"c/x", Blob(bytes)}}, {}};
    const std::vector<Fault> faults = {{.kind = FaultKind::changed_file, .path = "c/x", .text = std::move(text)}};
    const EffectiveDataset effective = proofload::apply(one, faults);
    EXPECT_EQ(effective.nodes[0].bytes, Blob(bytes));
    EXPECT_EQ(effective.nodes[0].versions.empty(), effective.inert[0]);
    return effective.nodes[0].versions.empty() ? "none" : std::string(effective.nodes[0].versions[0].bytes.text());
  };
  EXPECT_EQ(version("abcd", "shrunk"), "ab");
  EXPECT_EQ(version("abcd", "emptied"), "");
  EXPECT_EQ(version("abcd", "grown"), std::string("abcd\0\0", 6));
  EXPECT_EQ(version(std::string_view("\0\0", 2), "zeroed"), "none");
  EXPECT_EQ(version("", "emptied"), "none");
}

}  // namespace
}  // namespace proofload
