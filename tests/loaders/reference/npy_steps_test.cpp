#include "reference/npy_steps.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace proofload::reference {
namespace {

/// As NumPy writes it.
std::string array(const std::string& dictionary, const std::string& data, char version = 1) {
  const std::size_t front = version == 1 ? 10 : 12;
  std::string text = dictionary + std::string(63 - (front + dictionary.size()) % 64, ' ') + "\n";
  std::string bytes = std::string("\x93NUMPY") + version + std::string(1, '\0');
  for (std::size_t i = 0; i < front - 8; ++i) {
    bytes += static_cast<char>(text.size() >> (8 * i) & 255U);
  }
  return bytes + text + data;
}

std::string header(const std::string& descr, const std::string& fortran, const std::string& shape) {
  return "{'descr': " + descr + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
}

std::string little(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::expected<std::vector<float>, std::string> read(const std::string& file) {
  std::vector<float> values;
  auto done = read_npy_steps(std::as_bytes(std::span(file)), {.columns = 2, .low = -10, .high = 10}, values);
  if (!done) {
    return std::unexpected(done.error());
  }
  return values;
}

const std::vector<float> numbers = {1, -2.5, 3, 4, 5, 6};

TEST(NpySteps, ReadsEveryVersionAndBothOrdersOfAxes) {
  for (const char version : {'\1', '\2', '\3'}) {
    EXPECT_EQ(read(array(header("'<f4'", "False", "(3, 2)"), little(numbers), version)), numbers);
  }
  EXPECT_EQ(read(array(header("'<f4'", "True", "(3, 2)"), little({1, 3, 5, -2.5, 4, 6}))), numbers);
  EXPECT_EQ(read(array("{'shape':(3,2),'descr':'<f4','fortran_order':False}", little(numbers))), numbers);
}

TEST(NpySteps, ReadsEveryTypeInEitherByteOrder) {
  using std::string_literals::operator""s;
  const std::vector<float> expected = {1, -2};
  const auto one_step = [](const char* descr, const std::string& data) {
    return read(array(header(descr, "False", "(1, 2)"), data));
  };
  EXPECT_EQ(one_step("'<f2'", "\x00\x3C\x00\xC0"s), expected);
  EXPECT_EQ(one_step("'>f2'", "\x3C\x00\xC0\x00"s), expected);
  EXPECT_EQ(one_step("'>f4'", "\x3F\x80\x00\x00\xC0\x00\x00\x00"s), expected);
  EXPECT_EQ(one_step("'>f8'", "\x3F\xF0\0\0\0\0\0\0\xC0\0\0\0\0\0\0\0"s), expected);
  EXPECT_EQ(one_step("'|i1'", "\x01\xFE"s), expected);
  EXPECT_EQ(one_step("'<i2'", "\x01\x00\xFE\xFF"s), expected);
  EXPECT_EQ(one_step("'>i2'", "\x00\x01\xFF\xFE"s), expected);
  EXPECT_EQ(one_step("'>i4'", "\0\0\0\x01\xFF\xFF\xFF\xFE"s), expected);
  EXPECT_EQ(one_step("'<i8'", "\x01\0\0\0\0\0\0\0\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), expected);
  EXPECT_EQ(one_step("'|u1'", "\x01\x0A"s), (std::vector<float>{1, 10}));
  EXPECT_EQ(one_step("'<f2'", "\x01\x00\x00\x80"s), (std::vector<float>{0x1p-24F, -0.0F}));  // subnormal
}

TEST(NpySteps, AnArrayOfNoStepsHasNone) {
  EXPECT_EQ(read(array(header("'<f4'", "False", "(0, 2)"), "")), std::vector<float>{});
}

TEST(NpySteps, SaysWhatItRefuses) {
  const std::string data = little(numbers);
  EXPECT_EQ(read("").error(), "expected a NumPy array, found other bytes than its magic");
  EXPECT_EQ(read(array(header("'|O'", "False", "(3, 2)"), data)).error(),
            "expected an array of numbers, found an array of Python objects, which only unpickling could read");
  EXPECT_TRUE(read(array(header("[('x', '<f4')]", "False", "(3, 2)"), data))
                  .error()
                  .starts_with("expected an array of numbers, found a structured array"));
  EXPECT_EQ(read(array(header("'<f4'", "False", "()"), little({1}))).error(),
            "expected an array of the shape (steps, 2), found ()");
  EXPECT_EQ(read(array(header("'<f4'", "False", "(2, 3)"), data)).error(),
            "expected an array of the shape (steps, 2), found (2, 3)");
  EXPECT_EQ(read(array(header("'<f4'", "False", "(3, 2)"), data.substr(1))).error(),
            "the shape (3, 2) needs 3 steps of 8 bytes, found 23 bytes");
  EXPECT_EQ(read(array(header("'<f4'", "False", "(2, 2)"), little({1, 2, 3, 11}))).error(),
            "expected a number in [-10.000000, 10.000000] in step 1, column 1, found 11.000000");
}

TEST(NpySteps, RefusesHeadersThatLie) {
  const std::string data = little(numbers);
  for (const char* shape : {"(4, 2)", "(2, 2)", "(9223372036854775811, 2)", "(4611686018427387907, 2)",
                            "(99999999999999999999, 2)", "(-3, 2)", "(03, 2)", "(3, 2, 1)", "(6,)", "(6)", "3"}) {
    EXPECT_FALSE(read(array(header("'<f4'", "False", shape), data))) << shape;
  }
  for (const char* descr : {"'<f8'", "'<u4'", "'<c8'", "'<U1'", "'f4'", "'<i3'", "'>i1'", "'O'", "''", "f4", "'<f4"}) {
    EXPECT_FALSE(read(array(header(descr, "False", "(3, 2)"), data))) << descr;
  }
  EXPECT_FALSE(read(array(header("'<f4'", "1", "(3, 2)"), data)));
  EXPECT_FALSE(read(array("{'descr': '<f4', 'shape': (3, 2), }", data)));
  EXPECT_FALSE(read(array("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)}", data)));
  EXPECT_FALSE(read(array(header("'<f4'", "False", "(3, 2)"), data, 4)));
  EXPECT_FALSE(read(array(header("'<f4'", "False", "(3, 2)"), data + "x")));
}

TEST(NpySteps, RefusesEveryCutAndNeverReadsBehindTheFile) {
  const std::string whole = array(header("'<f4'", "False", "(3, 2)"), little(numbers));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read(whole.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace proofload::reference
