// What the format of NumPy says of files of arrays: sound, damaged for every reader, or right either way.
#include "dataset/npy.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dataset/data_kind.hpp"
#include "dataset/npy_header.hpp"
#include "faults/npy_faults.hpp"
#include "proofload/fault.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr SequenceShape two_columns{8, 2, SequenceShape::Axes::steps_and_channels};

std::string bytes_of(const NpyElement& element, const std::vector<double>& values) {
  std::string bytes;
  for (const double value : values) {
    bytes += element.encoded(value);
  }
  return bytes;
}

std::string file(std::string_view dictionary, std::string_view data, std::uint8_t version = 1) {
  return npy_header_bytes(version, dictionary, 64) + std::string(data);
}

const std::string three_by_two = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
const std::vector<double> numbers = {1, 2, 3, 4.5, -5, 6};
const NpyElement f4{};

SequenceEvidence look(std::string_view bytes) { return look_at_npy(Blob(bytes), Npy{}, two_columns); }

TEST(Npy, ReadsEveryTypeInEitherByteOrder) {
  for (const std::string_view descr :
       {"<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1"}) {
    const NpyElement element = npy_element(descr).value();
    EXPECT_EQ(element.descr(), descr);
    const std::vector<double> values = {1, 2, 3, 100, 5, 127};
    for (const std::uint8_t version : std::initializer_list<std::uint8_t>{1, 2, 3}) {
      const SequenceEvidence seen =
          look(file("{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': (3, 2), }",
                    bytes_of(element, values), version));
      EXPECT_EQ(seen.structure, Soundness::sound) << descr << seen.cause;
      EXPECT_EQ(seen.sequence.values, values) << descr;
    }
  }
  EXPECT_EQ(bytes_of({'>', 'i', 2}, {258}), std::string("\1\2"));
  EXPECT_EQ(bytes_of({'<', 'i', 2}, {258}), std::string("\2\1"));
}

TEST(Npy, TakesFortranOrderColumnByColumn) {
  const SequenceEvidence seen =
      look(file("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", bytes_of(f4, {1, 3, -5, 2, 4.5, 6})));
  EXPECT_EQ(seen.structure, Soundness::sound) << seen.cause;
  EXPECT_EQ(seen.sequence.values, numbers);
}

TEST(Npy, TakesKeysInAnyOrderAndArraysOfOneAxisOrOfNoSteps) {
  const SequenceEvidence other =
      look(file("{'shape':(3,2),'fortran_order':False,'descr':'<f4'}", bytes_of(f4, numbers)));
  EXPECT_EQ(other.structure, Soundness::sound) << other.cause;
  const SequenceEvidence none = look(file("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", ""));
  EXPECT_EQ(none.structure, Soundness::sound) << none.cause;
  EXPECT_EQ(none.sequence.steps(), 0U);
  const SequenceEvidence flat = look_at_npy(
      Blob(std::string_view(file("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", bytes_of(f4, numbers)))),
      Npy{}, {8, 1, SequenceShape::Axes::steps});
  EXPECT_EQ(flat.structure, Soundness::sound) << flat.cause;
  EXPECT_EQ(flat.sequence.values, numbers);
}

TEST(Npy, WhatNoReaderCouldReadIsDamage) {
  const std::string data = bytes_of(f4, numbers);
  for (const std::string& bytes :
       {std::string("no array"), file(three_by_two, data).substr(0, 9), file(three_by_two, data).substr(0, 60),
        file(three_by_two, data.substr(1)), file("{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }", data),
        file("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (3, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775811, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", data)}) {
    EXPECT_EQ(look(bytes).decodes, Soundness::damaged) << bytes;
    EXPECT_EQ(look(bytes).structure, Soundness::damaged);
    EXPECT_NE(look(bytes).cause, "");
  }
}

TEST(Npy, WhatOnlyStrictReadersNoticeIsDamageOfTheStructure) {
  const std::string data = bytes_of(f4, numbers);
  for (const std::string& bytes :
       {file(three_by_two, data + "x"), file(three_by_two, data, 4), file("{'descr': '<f4', 'shape': (3, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': 1, 'shape': (3, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", data),
        file("{'descr': '<U1', 'fortran_order': False, 'shape': (3, 2), }", data),
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), ", data)}) {
    EXPECT_EQ(look(bytes).structure, Soundness::damaged) << bytes;
    EXPECT_EQ(look(bytes).decodes, Soundness::unsure) << bytes;
  }
}

TEST(Npy, WhereReadersDifferEitherIsRight) {
  const std::string data = bytes_of(f4, numbers);
  for (const std::string& bytes : {file("{'descr': 'f4', 'fortran_order': False, 'shape': (3, 2), }", data),
                                   file("{'descr': '=f4', 'fortran_order': False, 'shape': (3, 2), }", data),
                                   file("{\"descr\": '<f4', 'fortran_order': False, 'shape': (3, 2), }", data),
                                   file("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 2L), }", data),
                                   file("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2,), }", data),
                                   file("{'a': 1, 'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", data),
                                   file("{'descr': '<u4', 'fortran_order': False, 'shape': (3, 2), }", data),
                                   file(three_by_two, bytes_of(f4, {1, 2, 3, 4, 1e-40, 6}))}) {
    EXPECT_EQ(look(bytes).structure, Soundness::unsure) << bytes << look(bytes).cause;
    EXPECT_EQ(look(bytes).decodes, Soundness::unsure) << bytes;
  }
}

TEST(Npy, GeneratedFilesAreSoundAndDifferInAllThatTheFormatAllows) {
  Declaration declaration;
  declaration.reads = Npy{};
  declaration.features = {.dtype = Dtype::float32, .shape = {Axis::ragged(20), 3}, .range = Range{-50, 50}};
  Random random(3);
  std::string all;
  for (int i = 0; i < 500; ++i) {
    const Blob blob = npy_kind().good_content(random, declaration, {}, "a/b.npy");
    const SequenceEvidence seen = look_at_npy(blob, Npy{}, *sequence_shape(declaration.features));
    ASSERT_EQ(seen.structure, Soundness::sound) << seen.cause << "\n" << blob.text();
    all += blob.text().substr(0, 90);
  }
  for (const char* part : {"True", "False", "<f4", ">f4", "<f8", ">f8", "<f2", ">f2", "<i2", ">i2", "<i8", "|i1"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part;
  }
}

TEST(NpyFaults, EveryChangeOfTheHeaderChangesTheFileAndFewLeaveItSound) {
  const std::string before = file(three_by_two, bytes_of(f4, numbers));
  std::string sound;
  for (const std::string_view change : npy_header_changes) {
    const Dataset dataset{{{"a/b.npy", Blob(std::string_view(before))}}, {}};
    const std::vector<Fault> faults = {{.kind = FaultKind::npy_header, .path = "a/b.npy", .text = std::string(change)}};
    const EffectiveDataset after = proofload::apply(dataset, faults);
    EXPECT_FALSE(after.inert.front()) << change;
    const SequenceEvidence seen = look(after.nodes.front().bytes.text());
    if (seen.structure == Soundness::sound) {
      sound += std::string(change) + " ";
    }
  }
  EXPECT_EQ(sound, "other_kind fortran ");  // other numbers; those of other byte orders are tiny
}

}  // namespace
}  // namespace proofload
