#include "minimize/failure_stack.hpp"

#include <gtest/gtest.h>

namespace proofload {
namespace {

TEST(FailureStack, NamesKindAndInnermostPlacesOfASanitizersReport) {
  const char* report = R"(some output
=================================================================
==4242==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x55 bp 0x7f sp 0x7f
READ of size 1 at 0x602000000011 thread T0
    #0 0x7f00 in __interceptor_memcpy ../../src/asan_interceptors.cpp:22
    #1 0x5501 in read_row(Table const&, int) /src/table.cpp:42:7
    #2 0x5502 in next /src/loader.cpp:11:3
    #3 0x5503 in main /src/main.cpp:5:1
    #4 0x5504 in __libc_start_main

0x602000000011 is located 0 bytes after 1-byte region
    #0 0x7f in malloc
)";
  EXPECT_EQ(failure_stack(report), "heap-buffer-overflow at read_row, next, main");
}

TEST(FailureStack, NamesPlaceOfUndefinedBehaviorWithoutItsValues) {
  EXPECT_EQ(failure_stack("/src/a.cpp:12:3: runtime error: signed integer overflow: 2147483647 + 1\n"),
            "signed integer overflow: at a.cpp:12:3");
}

TEST(FailureStack, NamesKindAndInnermostPlaceOfTheLastPythonTraceback) {
  const char* output = R"(Traceback (most recent call last):
  File "/src/a.py", line 3, in inner
    raise KeyError(1)
KeyError: 1

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/src/train.py", line 90, in <module>
    main()
  File "/src/data.py", line 31, in collate
    return torch.stack(batch)
RuntimeError: stack expects each tensor to be equal size, but got [3, 20] at entry 0
)";
  EXPECT_EQ(failure_stack(output), "RuntimeError at data.py:31");
}

TEST(FailureStack, IsEmptyWhereNothingIsSaid) {
  EXPECT_EQ(failure_stack("epoch 1: loss 0.3\nError: no\n"), "");
  EXPECT_EQ(failure_stack(""), "");
}

}  // namespace
}  // namespace proofload
