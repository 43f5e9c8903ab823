#include "dataset/csv_rows.hpp"

#include <gtest/gtest.h>

#include <string>

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;

Declaration declared(Reads reads, std::vector<Axis> shape) {
  Declaration declaration;
  declaration.reads = std::move(reads);
  declaration.features = {.dtype = Dtype::float32, .shape = std::move(shape), .missing = MissingValues::refused};
  declaration.labels = {.dtype = Dtype::int64, .classes = 4, .order = Labels::Order::stored};
  return declaration;
}

FileEvidence rows(std::string_view text) {
  const CsvRows kind{{"x", "label", "note", "y"}, "label", {"note"}};
  return look_at_csv_rows(Blob(text), kind, declared(kind, {2}));
}

FileEvidence steps(std::string_view text) {
  const CsvLong kind{.sequence = "id", .columns = {"x"}};
  return look_at_csv_long(Blob(text), kind, declared(kind, {Axis::ragged(9), 1}));
}

TEST(CsvRows, TellsNumbersAndLabelOfEachRow) {
  const FileEvidence file = rows("\xEF\xBB\xBFx,label,note,y\r\n1,3,\"a,\r\n\",2.5\r\n-4,0,,1e1");
  EXPECT_FALSE(file.whole);
  ASSERT_EQ(file.records.size(), 2U);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1, 2.5}));
  EXPECT_EQ(file.records[0].label, 3);
  EXPECT_EQ(file.records[1].sequence.values, (std::vector<double>{-4, 10}));
  EXPECT_EQ(file.records[1].bytes, "-4,0,,1e1");
  for (const RecordEvidence& record : file.records) {
    EXPECT_EQ(record.structure, Soundness::sound) << record.cause;
  }
}

TEST(CsvRows, ChargesABadRowToItsRecord) {
  for (const char* bad : {"1,3,a", "1,3,a,2,2", "1,4,a,2", "1,x,a,2", "x,1,a,2", "1,1.5,a,2", ",1,a,2"}) {
    const FileEvidence file = rows(std::string("x,label,note,y\n1,1,a,2\n") + bad + "\n1,2,a,2\n");
    ASSERT_EQ(file.records.size(), 3U) << bad;
    EXPECT_EQ(file.records[0].structure, Soundness::sound) << bad;
    EXPECT_EQ(file.records[1].structure, Soundness::damaged) << bad;
    EXPECT_EQ(file.records[2].structure, Soundness::sound) << bad;
  }
}

TEST(CsvRows, LeavesOpenWhatReadersDifferIn) {
  for (const char* odd : {"+1,1,a,2", "1,1.0,a,2", "1, 1,a,2", "1,1,a\"b,2"}) {
    const FileEvidence file = rows(std::string("x,label,note,y\n") + odd + "\n");
    ASSERT_EQ(file.records.size(), 1U) << odd;
    EXPECT_EQ(file.records[0].structure, Soundness::unsure) << odd;
    EXPECT_EQ(file.records[0].optional_for, OptionalFor::nothing) << odd;
  }
  EXPECT_EQ(rows("x,label,note,y\n\n1,1,a,2\n").records[0].optional_for, OptionalFor::blank);
}

TEST(CsvRows, KnowsTheRowsThatAnOpenQuoteTakesWithIt) {
  const FileEvidence file = rows("x,label,note,y\n1,1,\"a,2\n3,2,b,4\n5,3,c,6\n");
  ASSERT_EQ(file.records.size(), 3U);
  EXPECT_EQ(file.records[0].structure, Soundness::damaged);
  EXPECT_EQ(file.records[0].optional_for, OptionalFor::nothing);
  for (const std::size_t i : {1U, 2U}) {  // to those who begin anew at each line
    EXPECT_EQ(file.records[i].optional_for, OptionalFor::border);
    EXPECT_EQ(file.records[i].sequence.values.size(), 2U);
  }
}

TEST(CsvRows, ChargesAnotherHeaderToTheFile) {
  EXPECT_EQ(rows("x,label,note\n").whole->structure, Soundness::damaged);
  EXPECT_EQ(rows("x,label,note,z\n").whole->structure, Soundness::damaged);
  EXPECT_EQ(rows("").whole->structure, Soundness::damaged);
  const FileEvidence reordered = rows("y,label,note,x\n1,1,a,2\n");
  EXPECT_EQ(reordered.whole->structure, Soundness::unsure);
  EXPECT_FALSE(reordered.records[0].label);
  const FileEvidence behind_a_blank_line = rows("\nx,label,note,y\n1,1,a,2\n");
  EXPECT_EQ(behind_a_blank_line.whole->structure, Soundness::unsure);
  EXPECT_EQ(behind_a_blank_line.records[0].label, 1);
  EXPECT_EQ(rows("\n\n").whole->structure, Soundness::damaged);
}

TEST(CsvLong, PutsRowsOfOneNameTogether) {
  const FileEvidence file = steps("id,step,label,x\n7,0,1,1\n7,1,1,2\n8,0,2,3\n");
  ASSERT_EQ(file.records.size(), 2U);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1, 2}));
  EXPECT_EQ(file.records[0].bytes, "7,0,1,1\n7,1,1,2");
  EXPECT_EQ(file.records[0].label, 1);
  EXPECT_EQ(file.records[1].label, 2);
  EXPECT_EQ(file.records[1].structure, Soundness::sound) << file.records[1].cause;
}

TEST(CsvLong, ChargesABadRowToItsSequence) {
  for (const char* bad : {"7,0,1,1\n7,2,1,2\n", "7,0,1,1\n7,1,2,2\n", "7,0,1,1\n7,1,1\n", "7,1,1,1\n", "7,0,9,1\n"}) {
    const FileEvidence file = steps(std::string("id,step,label,x\n1,0,1,1\n") + bad + "8,0,2,3\n");
    ASSERT_EQ(file.records.size(), 3U) << bad;
    EXPECT_EQ(file.records[0].structure, Soundness::sound) << bad;
    EXPECT_EQ(file.records[1].structure, Soundness::damaged) << bad;
    EXPECT_EQ(file.records[2].structure, Soundness::sound) << bad;
  }
}

TEST(CsvLong, LeavesOpenWhoseARowIsThatDoesNotSayIt) {
  const FileEvidence file = steps("id,step,label,x\n7,0,1,1\n\n7,1,1,2\n8,0,1,3\n");
  ASSERT_EQ(file.records.size(), 4U);
  EXPECT_EQ(file.records[0].structure, Soundness::unsure);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1, 2}));  // to those who pass over the line
  EXPECT_EQ(file.records[1].optional_for, OptionalFor::blank);
  EXPECT_EQ(file.records[2].optional_for, OptionalFor::group);
  EXPECT_EQ(file.records[3].structure, Soundness::sound) << file.records[3].cause;
}

TEST(CsvLong, LeavesOpenWhichSequenceHasARowOfAnOddName) {
  const FileEvidence file = steps(std::string("id,step,label,x\n7,0,1,1\n8\0,0,1,2\n8,1,1,3\n9,0,1,4\n", 49));
  ASSERT_EQ(file.records.size(), 4U);
  EXPECT_EQ(file.records[0].structure, Soundness::unsure);
  EXPECT_EQ(file.records[1].optional_for, OptionalFor::group);
  EXPECT_EQ(file.records[1].sequence.values, (std::vector<double>{2}));
  EXPECT_EQ(file.records[2].structure, Soundness::unsure);  // whole, to those for whom a name ends at a NUL
  EXPECT_EQ(file.records[2].optional_for, OptionalFor::nothing);
  EXPECT_EQ(file.records[3].structure, Soundness::sound) << file.records[3].cause;
}

TEST(CsvLong, LeavesOpenWhatAnotherReaderPutsTogether) {
  const FileEvidence file = steps("id,step,label,x\n7,0,1,1\n8,0,1,2\n7,1,1,2\n");
  ASSERT_EQ(file.records.size(), 3U);
  EXPECT_EQ(file.records[0].structure, Soundness::unsure);
  EXPECT_EQ(file.records[0].optional_for, OptionalFor::nothing);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1, 2}));
  EXPECT_EQ(file.records[2].optional_for, OptionalFor::group);
}

TEST(CsvLong, LeavesOpenALabelThatIsWrittenInAnotherWay) {
  for (const char* rows : {"7,0,1,1\n7,1,01,2\n", "7,0,01,1\n7,1,1,2\n"}) {
    const FileEvidence file = steps(std::string("id,step,label,x\n") + rows);
    ASSERT_EQ(file.records.size(), 1U);
    EXPECT_EQ(file.records[0].structure, Soundness::unsure) << file.records[0].cause;
  }
}

TEST(CsvLong, PutsStepsInTheirOrder) {
  const FileEvidence file = steps("id,step,label,x\n7,1,1,5\n7,2,1,6\n7,0,1,4\n8,0,1,2\n");
  ASSERT_EQ(file.records.size(), 2U);
  EXPECT_EQ(file.records[0].structure, Soundness::unsure);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{4, 5, 6}));
  EXPECT_EQ(file.records[0].cause, "line 2: expected step 0, found 1");
  EXPECT_EQ(file.records[1].structure, Soundness::sound);
}

TEST(CsvLong, HasNoOrderForAStepThatIsMissingOrComesTwice) {
  for (const char* rows : {"7,0,1,4\n7,2,1,5\n", "7,0,1,4\n7,0,1,5\n", "7,1,1,4\n"}) {
    const FileEvidence file = steps(std::string("id,step,label,x\n") + rows);
    ASSERT_EQ(file.records.size(), 1U);
    EXPECT_EQ(file.records[0].structure, Soundness::damaged) << rows;
  }
}

TEST(CsvLong, LeavesOpenWhetherARowWithNothingButTheNextNameIsTheFirstOfIt) {
  for (const auto& [name, next] : {std::pair{"8", Soundness::unsure}, {"9", Soundness::sound}}) {
    const FileEvidence file = steps("id,step,label,x\n7,0,1,1\n" + std::string(name) + "\n8,0,1,2\n");
    ASSERT_EQ(file.records.size(), 3U);
    EXPECT_EQ(file.records[2].structure, next) << name;
  }
}

TEST(CsvLong, GoesOnWithTheLastOfItsNameOnly) {
  const std::string one = "7,0,1,1\n\n7,1,1,2\n";
  const FileEvidence file = steps("id,step,label,x\n" + one + "8,0,1,3\n" + one);
  ASSERT_EQ(file.records.size(), 7U);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1, 2}));
  EXPECT_EQ(file.records[4].sequence.values, (std::vector<double>{1, 2}));
}

TEST(CsvLong, TakesACopyForNoPartOfASequence) {
  const FileEvidence file = steps("id,step,label,x\n7,0,1,1\n8,0,1,2\n7,0,1,1\n");
  ASSERT_EQ(file.records.size(), 3U);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{1}));
  EXPECT_EQ(file.records[2].optional_for, OptionalFor::group);
}

}  // namespace
}  // namespace proofload
