/// What a file meets on its way: transfers as text, wrong encodings, and what is put in front of it.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 11> transfers = {
    "lf_to_crlf",   "crlf_to_lf", "cut_at_eof_mark",  "cut_at_nul", "strip_high_bit", "utf8_twice", "utf8_replaced",
    "nul_to_blank", "base64",     "quoted_printable", "hex"};

inline constexpr std::array<std::string_view, 6> fronts = {"zeros", "random", "self", "bom", "newline", "http_header"};

}  // namespace proofload
