// Plain bytes: the length by bisection, then what little is left byte by byte, then values.
#include <algorithm>
#include <cctype>
#include <string>

#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"
#include "minimize/text.hpp"

namespace proofload {
namespace {

/// Above this many bytes single ones are not looked at.
constexpr std::size_t little = 2048;
/// Below, the length is found by deleting from the end as well as by bisection.
constexpr std::size_t tiny = 64;

void cut(Search& search, std::size_t file) {
  const Case base = search.best();
  const Blob content = base.dataset.files[file].bytes;
  if (content.size() <= tiny) {
    return;
  }
  const std::size_t size = minimize_number(search, 0, content.size(), [&](std::size_t length) {
    return with_content(base, file, Blob(content.text().substr(0, length)));
  });
  if (size > tiny) {
    const Case shorter = search.best();
    const std::string_view text = content.text().substr(0, size);
    minimize_number(search, 0, size, [&](std::size_t length) {
      return with_content(shorter, file, Blob(text.substr(text.size() - length)));
    });
  }
}

/// Pieces of the file of a given length as a list.
void delete_pieces(Search& search, std::size_t file, std::size_t piece) {
  const Case base = search.best();
  const Blob content = base.dataset.files[file].bytes;
  const std::string_view text = content.text();
  const std::size_t pieces = (text.size() + piece - 1) / piece;
  minimize_list(search,
                {.size = pieces,
                 .render =
                     [&](std::span<const std::size_t> kept) {
                       std::string left;
                       for (const std::size_t at : kept) {
                         left += text.substr(at * piece, piece);
                       }
                       return with_content(base, file, Blob(left));
                     }},
                Density::most);
}

/// All letters and digits the same, or all bytes zero, in one call.
void flatten(Search& search, std::size_t file) {
  const Blob content = search.best().dataset.files[file].bytes;
  std::string flat(content.text());
  const bool text = is_text(flat);
  for (char& c : flat) {
    if (!text) {
      c = '\0';
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      c = '0';
    }
  }
  search.attempt(with_content(search.best(), file, Blob(flat)));
}

}  // namespace

void minimize_bytes(Search& search) {
  for (std::size_t file = 0; file < search.best().dataset.files.size() && !search.over(); ++file) {
    cut(search, file);
    const std::size_t size = search.best().dataset.files[file].bytes.size();
    if (size > little) {
      for (std::size_t parts = 4; parts <= 64 && !search.over(); parts *= 4) {
        delete_pieces(search, file, std::max<std::size_t>(search.best().dataset.files[file].bytes.size() / parts, 1));
      }
    } else if (size > 0) {
      delete_pieces(search, file, 1);
    }
    if (search.best().dataset.files[file].bytes.size() > 0) {
      flatten(search, file);
    }
  }
}

}  // namespace proofload
