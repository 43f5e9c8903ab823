#include "minimize/guesses.hpp"

#include <gtest/gtest.h>

namespace proofload {
namespace {

TEST(Guesses, GoByWhatTheAskerExpectsWhileNothingIsKnown) {
  const Guesses guesses;
  EXPECT_EQ(guesses.of("rows", Answer::same).answer, Answer::same);
  EXPECT_EQ(guesses.of("rows", Answer::other).answer, Answer::other);
}

TEST(Guesses, LearnEachKindOfQuestionOnItsOwn) {
  Guesses guesses;
  for (int i = 0; i < 4; ++i) {
    guesses.learn("rows", Answer::same, Answer::other);
  }
  EXPECT_EQ(guesses.of("rows", Answer::same).answer, Answer::other);
  EXPECT_EQ(guesses.of("bytes", Answer::same).answer, Answer::same);
}

TEST(Guesses, AreSurerTheMoreOftenTheyWereRightAndNeverQuiteSure) {
  Guesses guesses;
  double chance = guesses.of("rows", Answer::other).chance;
  EXPECT_GE(chance, 0.5);
  for (int i = 0; i < 5; ++i) {
    guesses.learn("rows", Answer::other, Answer::other);
    EXPECT_GT(guesses.of("rows", Answer::other).chance, chance);
    chance = guesses.of("rows", Answer::other).chance;
  }
  for (int i = 0; i < 100; ++i) {
    guesses.learn("rows", Answer::other, Answer::other);
  }
  EXPECT_LT(guesses.of("rows", Answer::other).chance, 1);
  // After a change of what is mostly answered it is turned within a few answers.
  for (int i = 0; i < 4; ++i) {
    guesses.learn("rows", Answer::other, Answer::same);
  }
  EXPECT_EQ(guesses.of("rows", Answer::other).answer, Answer::same);
}

}  // namespace
}  // namespace proofload
