// Text files: rows, then columns, then cells.
#include <algorithm>
#include <functional>

#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"
#include "minimize/text.hpp"

namespace proofload {
namespace {

/// Calls `minimize` with each text file's index and content as it is now.
void for_each_text(Search& search, const std::function<void(std::size_t, const Blob&)>& minimize) {
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    const Blob content = search.best().dataset.files[i].bytes;
    if (content.size() > 0 && is_text(content.text())) {
      minimize(i, content);
    }
  }
}

struct Table {
  explicit Table(std::string_view text) : rows(records(text)), separator(separator_of(rows)) {}

  std::vector<std::string_view> rows;
  char separator;
};

/// A row of some fields, each as it is or empty.
void put(std::string& into, std::string_view row, const std::vector<std::string_view>& row_fields, char separator) {
  for (std::size_t i = 0; i < row_fields.size(); ++i) {
    if (i > 0) {
      into += separator;
    }
    into += row_fields[i];
  }
  into += ending(row);
}

/// Rows of files that have as many of them, each with those at the same place in the others: a text and its
/// translation, data and labels. Counted from the end, since not each may have a header.
void minimize_parallel_rows(Search& search) {
  constexpr std::size_t many_files = 8;
  constexpr std::size_t few_rows = 4;
  struct Parallel {
    std::size_t file = 0;
    Blob content;
    std::vector<std::string_view> rows;
  };
  std::vector<Parallel> all;
  for_each_text(search, [&](std::size_t file, const Blob& content) {
    if (auto rows = records(content.text()); rows.size() >= few_rows) {
      all.push_back({file, content, std::move(rows)});
    }
  });
  const auto size_of = [](const Parallel& one) { return one.rows.size(); };
  const auto [least, most] = std::ranges::minmax_element(all, {}, size_of);
  if (all.size() < 2 || all.size() > many_files || size_of(*most) - size_of(*least) > 1) {
    return;
  }
  const Case base = search.best();
  const std::size_t count = size_of(*least);
  minimize_list(search, {.size = count, .render = [&](std::span<const std::size_t> kept) {
                           Case next = base;
                           for (const Parallel& one : all) {
                             const std::size_t ahead = one.rows.size() - count;
                             std::string text;
                             for (std::size_t row = 0; row < ahead; ++row) {
                               text += one.rows[row];
                             }
                             for (const std::size_t row : kept) {
                               text += one.rows[ahead + row];
                             }
                             next.dataset.files[one.file].bytes = Blob(text);
                           }
                           return next;
                         }});
}

}  // namespace

void minimize_rows(Search& search) {
  minimize_parallel_rows(search);
  for_each_text(search, [&](std::size_t file, const Blob& content) {
    const std::vector<std::string_view> rows = records(content.text());
    if (rows.size() < 2) {
      return;
    }
    const Case base = search.best();
    minimize_list(search, {.size = rows.size(),
                           .render =
                               [&](std::span<const std::size_t> kept) {
                                 std::string text;
                                 for (const std::size_t row : kept) {
                                   text += rows[row];
                                 }
                                 return with_content(base, file, Blob(text));
                               },
                           .likely = rows.size() > 8 ? std::vector<std::size_t>{0} : std::vector<std::size_t>{}});
  });
}

void minimize_columns(Search& search) {
  for_each_text(search, [&](std::size_t file, const Blob& content) {
    const Table table(content.text());
    if (table.separator == 0) {
      return;
    }
    std::vector<std::vector<std::string_view>> cells;
    for (const std::string_view row : table.rows) {
      cells.push_back(fields(row, table.separator));
    }
    const std::size_t columns = cells.front().size();
    const Case base = search.best();
    minimize_list(search, {.size = columns, .render = [&](std::span<const std::size_t> kept) {
                             std::string text;
                             for (std::size_t row = 0; row < cells.size(); ++row) {
                               std::vector<std::string_view> left;
                               for (const std::size_t column : kept) {
                                 if (column < cells[row].size()) {
                                   left.push_back(cells[row][column]);
                                 }
                               }
                               for (std::size_t column = columns; column < cells[row].size(); ++column) {
                                 left.push_back(cells[row][column]);
                               }
                               put(text, table.rows[row], left, table.separator);
                             }
                             return with_content(base, file, Blob(text));
                           }});
  });
}

void minimize_cells(Search& search) {
  for_each_text(search, [&](std::size_t file, const Blob& content) {
    // Small texts are done byte by byte.
    constexpr std::size_t small = 256;
    const Table table(content.text());
    if (content.size() <= small || table.separator == 0) {
      return;
    }
    std::vector<std::vector<std::string_view>> cells;
    struct At {
      std::size_t row = 0;
      std::size_t column = 0;
    };
    std::vector<At> full;
    for (const std::string_view row : table.rows) {
      cells.push_back(fields(row, table.separator));
      for (std::size_t column = 0; column < cells.back().size(); ++column) {
        if (!cells.back()[column].empty()) {
          full.push_back({cells.size() - 1, column});
        }
      }
    }
    const Case base = search.best();
    minimize_list(search, {.size = full.size(), .render = [&](std::span<const std::size_t> kept) {
                             auto left = cells;
                             for (std::size_t i = 0; i < full.size(); ++i) {
                               if (!std::ranges::binary_search(kept, i)) {
                                 left[full[i].row][full[i].column] = {};
                               }
                             }
                             std::string text;
                             for (std::size_t row = 0; row < left.size(); ++row) {
                               put(text, table.rows[row], left[row], table.separator);
                             }
                             return with_content(base, file, Blob(text));
                           }});
  });
}

}  // namespace proofload
