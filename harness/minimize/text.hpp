/// Text files as records and fields, found by content: what a line is, what a quoted cell is, what separates them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proofload {

/// Whether all bytes are what texts are made of: no control bytes but tab, line feed and carriage return.
bool is_text(std::string_view bytes);

/// The records of a text, each with the line feed that ends it (the last one may have none). Line feeds within double
/// quotes end no record, unless the quotes do not come out even: then each line is one.
std::vector<std::string_view> records(std::string_view text);

/// What most evenly separates the fields of the first records: one of , tab ; | and 0 when nothing does.
char separator_of(const std::vector<std::string_view>& records);

/// The fields of a record, without its end of line; quotes are kept.
std::vector<std::string_view> fields(std::string_view record, char separator);

/// The end of line of a record: "", "\n" or "\r\n".
std::string_view ending(std::string_view record);

/// A field without the quotes around it, doubled ones made single.
std::string unquoted(std::string_view field);

/// What is written in double quotes in a record, without them.
std::vector<std::string_view> quotations(std::string_view record);

}  // namespace proofload
