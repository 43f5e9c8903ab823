/// Text made safe to stand in XML and HTML, as content and in quoted attributes.
#pragma once

#include <string>
#include <string_view>

namespace proofload {

/// `printable()`, as plain ASCII: `<`, `>`, `&` and quotes, and all that is no ASCII, become character references. The
/// few characters that XML does not allow become U+FFFD.
std::string marked_up(std::string_view text);

}  // namespace proofload
