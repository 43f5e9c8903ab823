/// Content of other formats, as it gets in place of a sample by mistake: a login page, a pointer instead of a file.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 10> foreign_formats = {"text", "gif", "html",      "random",     "lfs",
                                                                     "gzip", "bmp", "not_found", "json_error", "zip"};

}  // namespace proofload
