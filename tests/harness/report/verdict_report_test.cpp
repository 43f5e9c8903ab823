#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload {
namespace {

using testing::HasSubstr;
using testing::Not;

Because shifted_labels() {
  Because because;
  because.cause = "label-of-another-sample";
  because.what = "row 2 has the image of one sample and the label of another";
  because.samples = {"cats/\x1b[31m.png", "dogs/b.png"};
  because.epoch = 0;
  because.batch = 3;
  because.row = 2;
  because.expected = "label 0";
  because.found = "label 1";
  because.advice = "skip the sample, not the image";
  return because;
}

Case damaged_case() {
  Case value;
  value.loader = "thumbnails";
  value.dataset.files.push_back({"cats/\x1b[31m.png", Blob(std::string_view("png"))});
  Fault fault;
  fault.kind = FaultKind::empty;
  fault.path = "cats/\x1b[31m.png";
  value.faults.push_back(fault);
  return value;
}

Verdict broken_pairing() {
  Verdict verdict;
  verdict[Clause::pairing] = {Judgement::State::broken, "", {shifted_labels()}};
  verdict[Clause::finite] = {Judgement::State::kept, "", {}};
  verdict[Clause::declared_range] = {Judgement::State::not_applicable, "declare features.range", {}};
  verdict.fired = {1};
  return verdict;
}

TEST(VerdictText, SaysClauseCausePlaceAndAdvice) {
  const std::string text = verdict_text(broken_pairing(), damaged_case(), Detail::broken_only, "proofload replay x");
  EXPECT_THAT(text, HasSubstr("pairing: features and label of a row are of the same sample"));
  EXPECT_THAT(text, HasSubstr("label-of-another-sample"));
  EXPECT_THAT(text, HasSubstr("epoch 0, batch 3, row 2"));
  EXPECT_THAT(text, HasSubstr("label 0"));
  EXPECT_THAT(text, HasSubstr("label 1"));
  EXPECT_THAT(text, HasSubstr("skip the sample, not the image"));
  EXPECT_THAT(text, HasSubstr("Faults of the case"));
  EXPECT_THAT(text, HasSubstr("proofload replay x"));
}

TEST(VerdictText, NeverHoldsTerminalEscapes) {
  const std::string text = verdict_text(broken_pairing(), damaged_case(), Detail::every_clause, "");
  EXPECT_THAT(text, HasSubstr("cats/\\x1B[31m.png, dogs/b.png"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(VerdictText, SaysWhyAClauseIsNotApplicable) {
  const std::string text = verdict_text(broken_pairing(), damaged_case(), Detail::every_clause, "");
  EXPECT_THAT(text, HasSubstr("declare features.range"));
}

TEST(VerdictText, NeverBlamesTheLoaderForTheTestersFailure) {
  Verdict verdict;
  verdict.tool_failure = "no memory for the page";
  const std::string text = verdict_text(verdict, {}, Detail::broken_only, "");
  EXPECT_THAT(text, HasSubstr("says nothing of the loader: no memory for the page"));
}

TEST(ListText, SaysHowManyItLeavesOut) {
  EXPECT_EQ(list_text({"a", "b", "c"}, 2), "a, b and 1 more");
  EXPECT_EQ(list_text({"a"}, 2), "a");
}

TEST(VerdictJson, GivesEveryClauseByName) {
  const Json json = json_of(broken_pairing(), damaged_case());
  EXPECT_EQ(json.at("clauses").size(), clause_count);
  EXPECT_EQ(json.at("broken"), Json::array({"pairing"}));
  EXPECT_EQ(json.at("clauses").at("pairing").at("because").at(0).at("batch"), 3);
  EXPECT_EQ(json.at("clauses").at("finite").at("state"), name(Judgement::State::kept));
}

TEST(VerdictJson, KeepsNamesThatAreNoUtf8) {
  Because because = shifted_labels();
  because.samples = {std::string("\xff\n\\x41", 6)};
  const auto back = because_of(Json::parse(text_of(json_of(because))));
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(*back, because);
}

TEST(VerdictJson, RefusesABecauseOfAnotherShape) {
  EXPECT_FALSE(because_of(Json::parse(R"({"cause": 7, "samples": []})")));
  EXPECT_FALSE(because_of(Json::parse("[]")));
}

}  // namespace
}  // namespace proofload
