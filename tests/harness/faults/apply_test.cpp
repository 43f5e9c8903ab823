#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <set>

#include "../case/random_case.hpp"
#include "faults/image_bytes.hpp"
#include "proofload/fault.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;
using State = EffectiveNode::State;

Blob image(ImageFormat format) {
  ImagePlan plan;
  plan.format = format;
  plan.id = 7;
  return render(plan);
}

Dataset two_images() {
  return {{{"cats/a.png", image(ImageFormat::png)}, {"dogs/b.jpg", image(ImageFormat::jpeg)}}, {}};
}

/// One fault on the first file of a dataset of `blob` and another.
EffectiveDataset damage(const Blob& blob, Fault fault) {
  fault.path = "c/x.png";
  return proofload::apply({{{"c/x.png", blob}, {"c/y.png", Blob("other")}}, {}}, std::vector{fault});
}

Blob damaged(const Blob& blob, Fault fault) { return damage(blob, std::move(fault)).nodes[0].bytes; }

Blob slice(const Blob& blob, std::size_t size) { return Blob(blob.text().substr(0, size)); }

std::uint32_t number(const Blob& blob, std::size_t at, std::size_t width) {
  return big_endian(blob.bytes(), at, width);
}

std::vector<bool> right_checksums(const Blob& png) {
  std::vector<bool> right;
  for (const PngChunk& chunk : png_chunks(png.bytes())) {
    right.push_back(png_checksum(png.bytes(), chunk) == number(png, chunk.checksum(), 4));
  }
  return right;
}

TEST(Faults, WithoutAnyEverythingIsAsItWas) {
  const Dataset dataset = two_images();
  const EffectiveDataset effective = proofload::apply(dataset, {});
  ASSERT_EQ(effective.nodes.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(effective.nodes[i].path, dataset.files[i].path);
    EXPECT_EQ(effective.nodes[i].clean_path, dataset.files[i].path);
    EXPECT_EQ(effective.nodes[i].bytes, dataset.files[i].bytes);
    EXPECT_EQ(effective.nodes[i].state, State::file);
  }
}

TEST(Faults, NodesBecomeAbsentFoldersOrUnreadable) {
  for (const auto& [kind, state] : std::map<FaultKind, State>{{FaultKind::missing_path, State::absent},
                                                              {FaultKind::directory, State::directory},
                                                              {FaultKind::unreadable, State::unreadable}}) {
    const EffectiveDataset effective = damage(Blob("x"), {.kind = kind});
    EXPECT_EQ(effective.nodes[0].state, state);
    EXPECT_THAT(effective.nodes[0].faults, ElementsAre(0));
    EXPECT_EQ(effective.nodes[1].state, State::file);
    EXPECT_THAT(effective.inert, ElementsAre(false));
  }
}

TEST(Faults, EmptyTakesAllBytesAway) {
  EXPECT_EQ(damaged(image(ImageFormat::png), {.kind = FaultKind::empty}), Blob());
  EXPECT_THAT(damage(Blob(), {.kind = FaultKind::empty}).inert, ElementsAre(true));
}

TEST(Faults, TruncateCutsAtEveryKindOfPlace) {
  const Blob png = image(ImageFormat::png);
  const auto cut = [&](Place at) { return damaged(png, {.kind = FaultKind::truncate, .at = at}); };
  EXPECT_EQ(cut({Place::From::start, 20}), slice(png, 20));
  EXPECT_EQ(cut({Place::From::end, 12}), slice(png, png.size() - 12));
  EXPECT_EQ(cut({Place::From::fraction, 32768}), slice(png, png.size() / 2));
  EXPECT_EQ(cut({Place::From::boundary, 0}), slice(png, boundaries(png.bytes()).front()));
  EXPECT_EQ(cut({Place::From::start, ~0ULL}), png);
  EXPECT_EQ(cut({Place::From::end, ~0ULL}), Blob());
}

TEST(Faults, BitFlipChangesExactlySoManyBitsBehindItsPlace) {
  const Blob png = image(ImageFormat::png);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Blob after =
        damaged(png, {.kind = FaultKind::bit_flip, .at = {Place::From::start, 40}, .amount = 9, .seed = seed});
    ASSERT_EQ(after.size(), png.size());
    int flipped = 0;
    for (std::size_t i = 0; i < png.size(); ++i) {
      const int bits = std::popcount(std::to_integer<unsigned>(png.bytes()[i] ^ after.bytes()[i]));
      EXPECT_TRUE(bits == 0 || i >= 40);
      flipped += bits;
    }
    EXPECT_EQ(flipped, 9);
  }
  EXPECT_EQ(damaged(Blob(std::string_view("\0\0", 2)), {.kind = FaultKind::bit_flip, .amount = ~0ULL}),
            Blob("\xFF\xFF"));
}

TEST(Faults, ZeroRangeSetsBytesToZeroAndKeepsTheSize) {
  EXPECT_EQ(damaged(Blob("abcdef"), {.kind = FaultKind::zero_range, .at = {Place::From::start, 2}, .amount = 3}),
            Blob(std::string_view("ab\0\0\0f", 6)));
  EXPECT_THAT(damage(Blob("abc"), {.kind = FaultKind::zero_range}).inert, ElementsAre(true));
}

TEST(Faults, AppendPutsBytesBehindTheEnd) {
  const auto with = [](const char* text, std::uint64_t amount) {
    return damaged(Blob("abc"), {.kind = FaultKind::append, .amount = amount, .text = text});
  };
  EXPECT_EQ(with("zeros", 2), Blob(std::string_view("abc\0\0", 5)));
  EXPECT_EQ(with("self", 4), Blob("abcabca"));
  EXPECT_EQ(with("random", 100).size(), 103U);
  EXPECT_EQ(with("zeros", ~0ULL).size(), 3U + (1U << 20U));
  EXPECT_EQ(with("nonsense", 5), Blob("abc"));
}

TEST(Faults, ForeignBytesAreThoseOfAnotherFileOrFormat) {
  const auto as = [](const char* text) {
    return damaged(Blob("abc"), {.kind = FaultKind::foreign_bytes, .text = text});
  };
  EXPECT_EQ(as("c/y.png"), Blob("other"));
  EXPECT_THAT(as("gif").text(), StartsWith("GIF89a"));
  EXPECT_THAT(as("html").text(), StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(as("lfs").text(), StartsWith("version https://git-lfs.github.com/spec/v1\noid sha256:"));
  EXPECT_THAT(as("bmp").text(), StartsWith("BM"));
  EXPECT_THAT(as("text").text(), Not(StartsWith("abc")));
  EXPECT_EQ(as("nonsense"), Blob("abc"));
  EXPECT_THAT(damage(Blob("abc"), {.kind = FaultKind::foreign_bytes, .text = "c/x.png"}).inert, ElementsAre(true));
}

TEST(Faults, GzippedBytesUnpackToTheOriginal) {
  const Blob png = image(ImageFormat::png);
  const Blob packed = damaged(png, {.kind = FaultKind::foreign_bytes, .text = "gzip"});
  std::vector<Bytef> unpacked(png.size() + 1);
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string input(packed.text());
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = unpacked.data();
  stream.avail_out = static_cast<uInt>(unpacked.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.total_out, png.size());
  inflateEnd(&stream);
  EXPECT_EQ(std::memcmp(unpacked.data(), png.bytes().data(), png.size()), 0);
}

TEST(Faults, PngHeaderSetsAFieldAndPutsTheChecksumRight) {
  const Blob png = image(ImageFormat::png);
  const std::map<std::string, std::pair<std::size_t, std::size_t>> fields = {
      {"width", {16, 4}},       {"height", {20, 4}}, {"bit_depth", {24, 1}}, {"color_type", {25, 1}},
      {"compression", {26, 1}}, {"filter", {27, 1}}, {"interlace", {28, 1}}};
  for (const auto& [field, where] : fields) {
    const Blob after = damaged(png, {.kind = FaultKind::png_header, .amount = 0x55, .text = field});
    EXPECT_EQ(number(after, where.first, where.second), 0x55U) << field;
    EXPECT_THAT(right_checksums(after), ::testing::Each(true)) << field;
    EXPECT_EQ(after.size(), png.size());
  }
  const Blob both = damaged(png, {.kind = FaultKind::png_header, .amount = 30000, .text = "sides"});
  EXPECT_EQ(number(both, 16, 4), 30000U);
  EXPECT_EQ(number(both, 20, 4), 30000U);
  EXPECT_THAT(right_checksums(both), ::testing::Each(true));
  const Blob jpeg = image(ImageFormat::jpeg);
  EXPECT_EQ(damaged(jpeg, {.kind = FaultKind::png_header, .amount = 1, .text = "width"}), jpeg);
}

TEST(Faults, JpegHeaderSetsAFieldOfTheFrame) {
  const Blob jpeg = image(ImageFormat::jpeg);
  const auto segments = jpeg_segments(jpeg.bytes());
  const auto frame = std::ranges::find_if(segments, &JpegSegment::is_frame);
  ASSERT_NE(frame, segments.end());
  EXPECT_EQ(number(jpeg, frame->start + 5, 2), 20U);
  EXPECT_EQ(number(jpeg, frame->start + 7, 2), 24U);
  const auto with = [&](const char* field, std::uint64_t value) {
    return damaged(jpeg, {.kind = FaultKind::jpeg_header, .amount = value, .text = field});
  };
  EXPECT_EQ(number(with("height", 60000), frame->start + 5, 2), 60000U);
  EXPECT_EQ(number(with("width", 3), frame->start + 7, 2), 3U);
  EXPECT_EQ(number(with("precision", 12), frame->start + 4, 1), 12U);
  EXPECT_EQ(number(with("components", 4), frame->start + 9, 1), 4U);
  EXPECT_EQ(number(with("sampling", 0x44), frame->start + 11, 1), 0x44U);
  EXPECT_EQ(with("nonsense", 1), jpeg);
}

TEST(Faults, BmpHeaderSetsAFieldThatTheHeaderHas) {
  for (std::uint32_t id = 0; id < 20; ++id) {
    const Blob bmp = render(ImagePlan{.format = ImageFormat::bmp, .id = id});
    const bool core = bmp.text()[14] == 12;
    const auto with = [&](const char* field, std::uint64_t value) {
      return damaged(bmp, {.kind = FaultKind::bmp_header, .amount = value, .text = field});
    };
    const auto low_byte = [](const Blob& blob, std::size_t at) { return static_cast<unsigned char>(blob.text()[at]); };
    EXPECT_EQ(low_byte(with("offset", 0x155), 10), 0x55U);
    EXPECT_EQ(low_byte(with("width", 0x155), 18), 0x55U);
    EXPECT_EQ(low_byte(with("height", 0x155), core ? 20 : 22), 0x55U);
    EXPECT_EQ(low_byte(with("bits", 0x155), core ? 24 : 28), 0x55U);
    EXPECT_EQ(with("compression", 1) == bmp, core);
    EXPECT_EQ(with("alpha_mask", 0xFF) == bmp, bmp.text()[14] == 12 || bmp.text()[14] == 40);
    EXPECT_EQ(with("nonsense", 1), bmp);
    EXPECT_EQ(with("width", 7).size(), bmp.size());
  }
}

TEST(Faults, PngChecksumBreaksThatOfOneChunk) {
  const Blob png = image(ImageFormat::png);
  const auto chunks = png_chunks(png.bytes());
  ASSERT_GE(chunks.size(), 3U);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const Blob after = damaged(png, {.kind = FaultKind::png_checksum, .at = {Place::From::start, chunks[i].payload()}});
    std::vector<bool> expected(chunks.size(), true);
    expected[i] = false;
    EXPECT_EQ(right_checksums(after), expected);
  }
}

TEST(Faults, PngPayloadChangesOneByteAndTheChecksumFollows) {
  const Blob png = image(ImageFormat::png);
  const PngChunk chunk = png_chunks(png.bytes())[0];
  const Blob after = damaged(png, {.kind = FaultKind::png_payload, .at = {Place::From::start, 10}, .seed = 3});
  EXPECT_THAT(right_checksums(after), ::testing::Each(true));
  int changed = 0;
  for (std::size_t i = chunk.payload(); i < chunk.checksum(); ++i) {
    changed += png.bytes()[i] != after.bytes()[i] ? 1 : 0;
  }
  EXPECT_EQ(changed, 1);
}

TEST(Faults, JpegEndsEarlyWithAnEndMarker) {
  const Blob jpeg = image(ImageFormat::jpeg);
  const Blob after = damaged(jpeg, {.kind = FaultKind::jpeg_early_end, .at = {Place::From::end, 100}});
  EXPECT_EQ(after.size(), jpeg.size() - 98);
  EXPECT_EQ(number(after, after.size() - 2, 2), 0xFFD9U);
  const Blob png = image(ImageFormat::png);
  EXPECT_EQ(damaged(png, {.kind = FaultKind::jpeg_early_end}), png);
}

TEST(Faults, RenameKeepsFolderAndExtensionAndNothingElse) {
  std::set<std::string> names;
  for (const std::string_view kind : traits(FaultKind::rename).texts) {
    const EffectiveDataset effective = damage(Blob("x"), {.kind = FaultKind::rename, .text = std::string(kind)});
    const std::string& path = effective.nodes[0].path;
    EXPECT_TRUE(is_plain_path(path)) << kind;
    const bool of_extension = kind.ends_with("_extension");
    EXPECT_TRUE(path.starts_with("c/") && path != "c/x.png") << kind;
    EXPECT_EQ(path.ends_with(".png"), !of_extension) << kind;
    EXPECT_LE(path.size(), 2U + 255U);
    EXPECT_EQ(effective.nodes[0].clean_path, "c/x.png");
    EXPECT_EQ(effective.nodes[0].bytes, Blob("x"));
    EXPECT_TRUE(names.insert(path).second) << kind;
  }
  EXPECT_EQ(damage(Blob("x"), {.kind = FaultKind::rename, .text = "long"}).nodes[0].path.size(), 2U + 255U);
  EXPECT_TRUE(names.contains("c/x.PNG") && names.contains("c/x.jpg"));
}

TEST(Faults, RenamedFilesNeverShareAName) {
  const std::string shared(300, 's');
  Dataset dataset{{{"c/a.png", Blob("1")}, {"c/-a.png", Blob("2")}, {"c/--a.png/x", Blob("3")}}, {"c/-1a.png"}};
  std::vector<Fault> faults;
  for (const DataFile& file : dataset.files) {
    faults.push_back({.kind = FaultKind::rename, .path = file.path, .text = "leading_dash"});
    faults.push_back({.kind = FaultKind::rename, .path = file.path, .text = "long"});
  }
  faults.push_back({.kind = FaultKind::rename, .path = "c/a.png", .text = "leading_dash"});
  std::set<std::string> paths;
  for (const EffectiveNode& node : proofload::apply(dataset, faults).nodes) {
    EXPECT_TRUE(paths.insert(node.path).second) << node.path;
  }
}

TEST(Faults, ListingOrderPermutesFoldersAndTheFilesInThem) {
  Dataset dataset;
  for (const std::string folder : {"a", "b", "c"}) {
    for (const std::string file : {"1", "2", "3"}) {
      dataset.files.push_back({folder + "/" + file, Blob(folder + file)});
    }
  }
  std::set<std::string> firsts;
  std::set<std::string> folders;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto effective =
        proofload::apply(dataset, std::vector{Fault{.kind = FaultKind::listing_order, .seed = seed}});
    std::string order;
    std::string in_a;
    std::multiset<std::string> paths;
    for (const EffectiveNode& node : effective.nodes) {
      order += order.find(node.path[0]) == std::string::npos ? node.path.substr(0, 1) : "";
      in_a += node.path[0] == 'a' ? node.path.substr(2) : "";
      paths.insert(node.path);
      EXPECT_EQ(node.bytes.text(), node.path.substr(0, 1) + node.path.substr(2));
    }
    EXPECT_EQ(paths.size(), 9U);
    firsts.insert(in_a);
    folders.insert(order);
  }
  EXPECT_EQ(firsts.size(), 6U);
  EXPECT_EQ(folders.size(), 6U);
}

TEST(Faults, SeveralOnOneFileActInOrder) {
  const std::vector<Fault> faults = {{.kind = FaultKind::truncate, .path = "f", .at = {Place::From::start, 2}},
                                     {.kind = FaultKind::append, .path = "f", .amount = 3, .text = "self"}};
  EXPECT_EQ(proofload::apply({{{"f", Blob("abcdef")}}, {}}, faults).nodes[0].bytes, Blob("ababa"));
}

TEST(Faults, ThatCancelOutOrThatNobodyCanSeeAreInert) {
  const Fault flip = {.kind = FaultKind::bit_flip, .path = "f", .amount = 4, .seed = 1};
  const Dataset dataset{{{"f", Blob("abcdef")}}, {}};
  const auto twice = proofload::apply(dataset, std::vector{flip, flip});
  EXPECT_THAT(twice.inert, ElementsAre(true, true));
  EXPECT_THAT(twice.nodes[0].faults, ElementsAre());
  const auto gone =
      proofload::apply(dataset, std::vector{flip, Fault{.kind = FaultKind::read_error, .path = "f", .code = EIO},
                                            Fault{.kind = FaultKind::missing_path, .path = "f"}});
  EXPECT_THAT(gone.inert, ElementsAre(true, true, false));
  EXPECT_THAT(gone.nodes[0].faults, ElementsAre(2));
  const auto none = proofload::apply(dataset, std::vector{Fault{.kind = FaultKind::empty, .path = "no such file"},
                                                          Fault{.kind = FaultKind::listing_order, .seed = 5}});
  EXPECT_THAT(none.inert, ElementsAre(true, true));
}

TEST(Faults, AnyOfThemCanBeAppliedAndEqualOnesActEqually) {
  Random random(5);
  std::array<int, fault_kind_count> acted{};
  for (int i = 0; i < 20000; ++i) {
    static Dataset dataset;
    if (i % 10 == 0) {
      dataset = testing::random_dataset(random);
    }
    std::vector<Fault> faults;
    for (std::uint64_t n = random.below(5); n > 0; --n) {
      faults.push_back(testing::random_fault(random, dataset));
      if (faults.back().kind == FaultKind::append || faults.back().kind == FaultKind::prepend) {
        faults.back().amount %= 100;  // the largest are tried above
      }
    }
    const EffectiveDataset once = proofload::apply(dataset, faults);
    const EffectiveDataset again = proofload::apply(dataset, faults);
    ASSERT_EQ(once.inert, again.inert);
    const auto added = std::ranges::count(once.nodes, "", &EffectiveNode::clean_path);
    ASSERT_EQ(once.nodes.size(), dataset.files.size() + static_cast<std::size_t>(added));
    std::set<std::string> paths;
    for (std::size_t n = 0; n < once.nodes.size(); ++n) {
      ASSERT_EQ(once.nodes[n].path, again.nodes[n].path);
      ASSERT_EQ(once.nodes[n].bytes, again.nodes[n].bytes);
      ASSERT_EQ(once.nodes[n].state, again.nodes[n].state);
      ASSERT_TRUE(is_plain_path(once.nodes[n].path));
      ASSERT_TRUE(paths.insert(once.nodes[n].path).second);
      for (const std::size_t fault : once.nodes[n].faults) {
        ASSERT_FALSE(once.inert[fault]) << describe(faults[fault]);
      }
    }
    for (std::size_t n = 0; n < faults.size(); ++n) {
      acted[static_cast<std::size_t>(faults[n].kind)] += once.inert[n] ? 0 : 1;
    }
  }
  for (std::size_t kind = 0; kind < fault_kind_count; ++kind) {
    EXPECT_GT(acted[kind], 20) << name(static_cast<FaultKind>(kind));
  }
}

}  // namespace
}  // namespace proofload
