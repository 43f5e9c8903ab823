/// The tests' own loader of images, of folders or of a manifest. It decodes as the truth does; what differs is what the
/// knobs say.
#pragma once

#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

#include "dataset/image_evidence.hpp"
#include "dataset/truth.hpp"
#include "harness/oracles/pixels.hpp"
#include "proofload/loader.hpp"
#include "proofload/random.hpp"
#include "proofload/registry.hpp"

namespace proofload::test {

/// What a loader of these knobs promises.
inline Declaration promised(const Knobs& knobs) {
  Declaration declaration;
  declaration.reads = knobs.reads;
  if (knobs.manifest) {
    ImageManifest reads;
    static_cast<ImageKinds&>(reads) = knobs.reads;
    declaration.reads = reads;
    declaration.labels.classes = 6;
  }
  declaration.features.dtype = knobs.dtype;
  declaration.features.shape = knobs.layout == Layout::chw
                                   ? std::vector<Axis>{knobs.channels, knobs.height, knobs.width}
                                   : std::vector<Axis>{knobs.height, knobs.width, knobs.channels};
  declaration.features.range = knobs.range;
  declaration.features.layout = knobs.layout;
  declaration.labels.dtype = knobs.label_dtype;
  declaration.labels.base = knobs.base;
  declaration.labels.ignore_index = knobs.ignore_index;
  declaration.labels.order = knobs.label_order;
  declaration.transform = knobs.transform;
  declaration.integrity = knobs.integrity;
  declaration.bad_sample = knobs.bad_sample.value_or(BadSample::fail);
  declaration.last_batch = knobs.last_batch.value_or(LastBatch::keep);
  declaration.length = knobs.length;
  declaration.listing = knobs.listing;
  declaration.sampling = knobs.sampling;
  declaration.repeats = knobs.repeats;
  declaration.batches = knobs.batches;
  if (knobs.shuffle == Knobs::Has::yes) {
    declaration.supports.push_back(Option::shuffle);
  }
  if (knobs.epochs == Knobs::Has::yes) {
    declaration.supports.push_back(Option::epochs);
    declaration.supports.push_back(Option::abandoned_epochs);
  }
  if (!knobs.bad_sample) {
    declaration.supports.push_back(Option::bad_sample);
  }
  if (!knobs.last_batch) {
    declaration.supports.push_back(Option::last_batch);
  }
  if (knobs.empty == Knobs::Empty::empty_epoch) {
    declaration.files.empty_dataset = Files::Empty::empty_epoch;
  }
  declaration.model = knobs.model;
  return declaration;
}

class KnobbedLoader {
 public:
  using Next = std::expected<std::optional<Batch>, LoadError>;

  KnobbedLoader(Source& source, const LoadOptions& options, Knobs knobs)
      : source_(source), options_(options), knobs_(std::move(knobs)) {
    bad_ = knobs_.bad_sample.value_or(options.bad_sample);
    last_ = knobs_.last_batch.value_or(options.last_batch);
    run_ = knobs_.confession->runs.size();
    knobs_.confession->runs.emplace_back();
    knobs_.manifest ? find_rows() : find_records();
    if (records_.empty() && knobs_.empty == Knobs::Empty::thrown && !is(Defect::silent_when_empty)) {
      throw LoadFailure({"", std::nullopt, "no image below the root"});
    }
    if (is(Defect::writes_cache)) {
      if (const auto root = source_.root()) {
        std::ofstream(*root + "/.index") << records_.size();
      }
    }
    if (is(Defect::reads_outside)) {
      (void)read_file(source_, "../canary.txt", 4096);
    }
    order_epoch();
  }

  Next next() {
    if (records_.empty()) {
      if (knobs_.empty == Knobs::Empty::returned && !done_ && !is(Defect::silent_when_empty)) {
        done_ = true;
        return std::unexpected(LoadError{"", std::nullopt, "no image below the root"});
      }
      return std::optional<Batch>();
    }
    if (done_ && is(Defect::goes_on_after_end) && !first_rows_.empty()) {
      return batch_of({first_rows_.front()});
    }
    if (done_) {
      return std::optional<Batch>();
    }
    return fill();
  }

  void begin_epoch() {
    ++epoch_;
    if (!is(Defect::cursor_survives)) {
      cursor_ = 0;
    }
    if (is(Defect::second_epoch_empty)) {
      cursor_ = records_.size();
    }
    done_ = false;
    shift_ = 0;
    batches_ = 0;
    first_rows_.clear();
    canvas_.clear();
    if (!is(Defect::reports_survive_epoch)) {
      reports_.clear();
    }
    order_epoch();
  }

  [[nodiscard]] std::uint64_t length() const {
    const std::uint64_t size = options_.batch_size;
    std::uint64_t count = records_.size();
    if (knobs_.length.counting == LengthPromise::Counting::after_skips && (bad_ == BadSample::skip_refill)) {
      count = 0;
      for (const Record& record : records_) {
        count += refusal(record).empty() ? 1U : 0U;
      }
    }
    const std::uint64_t whole = count / size;
    const std::uint64_t all = (count + size - 1) / size;
    if (is(Defect::length_floor)) {
      return whole;
    }
    if (is(Defect::length_one_more)) {
      return whole + 1;
    }
    if (knobs_.length.kind == LengthPromise::Kind::upper_bound) {
      return count;
    }
    return last_ == LastBatch::drop ? whole : all;
  }

  [[nodiscard]] std::span<const SampleReport> reports() const { return reports_; }

 private:
  struct Record {
    std::string path;
    std::string class_name;
    std::uint64_t index = 0;
    NodeKind kind = NodeKind::file;
    std::uint64_t number = 0;  ///< of the row in the manifest
    std::string wrong;         ///< of that row
  };
  struct Row {
    std::vector<double> values;
    std::int64_t label = 0;
    std::int64_t id = -1;
    std::string path;
    enum class Made : std::uint8_t { of_a_file, up } made = Made::up;
  };

  [[nodiscard]] bool is(Defect defect) const { return knobs_.defect == defect; }

  void confess(const std::string& culprit) {
    auto& epochs = knobs_.confession->runs[run_];
    epochs.resize(std::max<std::size_t>(epochs.size(), epoch_ + 1));
    epochs[epoch_].insert(culprit);
  }

  static std::string extension_of(std::string_view path) {
    const auto dot = path.rfind('.');
    std::string extension(dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1));
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return extension;
  }

  std::vector<Entry> listed(const std::string& folder) {
    auto entries = source_.list(folder);
    if (!entries) {
      throw LoadFailure({.path = folder, .reason = "cannot be listed"});
    }
    return std::move(*entries);
  }

  void find_records() {
    std::vector<std::string> names;
    std::vector<std::string> full;
    for (const Entry& folder : listed("")) {
      if (folder.kind != NodeKind::directory) {
        continue;
      }
      names.push_back(folder.name);
      for (const Entry& file : listed(folder.name)) {
        const std::string extension = extension_of(file.name);
        const bool image = extension == "png" || extension == "jpg" || extension == "jpeg" || extension == "bmp";
        const bool ignored = file.kind == NodeKind::directory && knobs_.folders == Knobs::Folders::ignored;
        if (image && !ignored) {
          full.push_back(folder.name);
          records_.push_back({folder.name + "/" + file.name, folder.name, 0, file.kind});
        }
      }
    }
    if (knobs_.listing == Listing::sorted) {
      std::ranges::sort(records_, [](const Record& a, const Record& b) { return path_less(a.path, b.path); });
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
      records_[i].index = i;
    }
    if (knobs_.empty_class == Knobs::EmptyClass::left_out || is(Defect::empty_class_vanishes)) {
      std::erase_if(names, [&](const std::string& name) { return std::ranges::find(full, name) == full.end(); });
    }
    number_classes(std::move(names));
  }

  void find_rows() {
    const Declaration declaration = promised(knobs_);
    const std::string& manifest = std::get<ImageManifest>(declaration.reads).manifest;
    auto bytes = read_file(source_, manifest, std::size_t{1} << 22U);
    if (!bytes) {
      throw LoadFailure({.path = manifest, .reason = "cannot be read"});
    }
    const auto rows = listed_rows(Blob(std::move(*bytes)), *knobs_.manifest, declaration);
    if (!rows) {
      throw LoadFailure({.path = manifest, .reason = rows.error()});
    }
    std::uint64_t index = 0;
    for (const ListedRow& row : *rows) {
      const bool counts = row.wrong.empty() || knobs_.manifest->defect != RowDefect::index_of_the_good;
      std::string name = row.wrong.empty() ? std::to_string(row.label) : "";
      labels_.emplace(name, row.wrong.empty() ? row.label : knobs_.ignore_index.value_or(0));
      records_.push_back({.path = row.wrong.empty() ? row.path : manifest,
                          .class_name = std::move(name),
                          .index = index,
                          .number = row.number,
                          .wrong = row.wrong});
      index += counts ? 1 : 0;
    }
  }

  void number_classes(std::vector<std::string> names) {
    const auto lower = [](std::string name) {
      std::ranges::transform(name, name.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      return name;
    };
    if (is(Defect::classes_without_case)) {
      std::ranges::sort(names, {}, [&](const std::string& name) { return std::pair(lower(name), name); });
    } else if (!is(Defect::classes_as_listed)) {
      std::ranges::sort(names);
    }
    const std::int64_t first = knobs_.base + (is(Defect::labels_from_one) ? 1 : 0);
    for (const std::string& name : names) {
      labels_.emplace(name, first + static_cast<std::int64_t>(labels_.size()));
    }
  }

  void order_epoch() {
    order_.resize(records_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) {
      order_[i] = i;
    }
    label_order_ = order_;
    if (options_.shuffle == Shuffle::off) {
      return;
    }
    static std::uint64_t counter = 0;
    const bool once = knobs_.sampling.reshuffle == Sampling::Reshuffle::once || is(Defect::same_order_every_epoch);
    const std::uint64_t seed = is(Defect::seed_ignored)          ? 7
                               : is(Defect::seed_from_a_counter) ? ++counter
                                                                 : options_.seed;
    Random random(seed * 0x2545F4914F6CDD1DU + (once ? 0 : epoch_));
    if (is(Defect::shuffles_in_batches)) {
      for (std::size_t begin = 0; begin < order_.size(); begin += options_.batch_size) {
        const std::size_t count = std::min<std::size_t>(options_.batch_size, order_.size() - begin);
        mix(random, std::span(order_).subspan(begin, count));
      }
    } else if (is(Defect::draws_with_replacement) || knobs_.sampling.replacement == Sampling::Replacement::with) {
      for (std::size_t& place : order_) {
        place = random.below(order_.size());
      }
    } else if (is(Defect::swaps_with_any)) {
      for (std::size_t& place : order_) {
        std::swap(place, order_[random.below(order_.size())]);
      }
    } else if (is(Defect::swaps_with_others_only)) {
      for (std::size_t i = order_.size(); i > 1; --i) {
        std::swap(order_[i - 1], order_[random.below(i - 1)]);
      }
    } else if (is(Defect::drops_the_same_tail)) {
      mix(random, std::span(order_).first(order_.size() - order_.size() % options_.batch_size));
    } else if (knobs_.sampling.kind == Sampling::Kind::buffered) {
      order_ = buffered(random);
    } else {
      mix(random, order_);
    }
    label_order_ = order_;
    if (is(Defect::shuffles_labels_apart)) {
      mix(random, label_order_);
    }
  }

  /// The same tensor in the one buffer that is used again.
  template <std::size_t which>
  Tensor lent(Tensor tensor) {
    auto& buffer = buffers_[which];
    buffer.resize(std::max(buffer.size(), tensor.bytes.size()));
    std::ranges::copy(tensor.bytes, buffer.begin());
    return {tensor.dtype, std::move(tensor.shape), std::span(buffer).first(tensor.bytes.size()), nullptr};
  }

  static void mix(Random& random, std::span<std::size_t> places) {
    for (std::size_t i = places.size(); i > 1; --i) {
      std::swap(places[i - 1], places[random.below(i)]);
    }
  }

  std::vector<std::size_t> buffered(Random& random) const {
    std::vector<std::size_t> buffer;
    std::vector<std::size_t> result;
    for (const std::size_t place : order_) {
      buffer.push_back(place);
      if (buffer.size() > knobs_.sampling.buffer) {
        const std::size_t taken = random.below(buffer.size());
        result.push_back(buffer[taken]);
        buffer.erase(buffer.begin() + static_cast<std::ptrdiff_t>(taken));
      }
    }
    if (!is(Defect::buffer_not_drained)) {
      mix(random, buffer);
      result.insert(result.end(), buffer.begin(), buffer.end());
    }
    return result;
  }

  /// Why a record is refused; empty: it is not.
  [[nodiscard]] std::string refusal(const Record& record, std::shared_ptr<const ImageEvidence>* out = nullptr) const {
    if (!record.wrong.empty()) {
      return record.wrong;
    }
    if (record.kind == NodeKind::directory) {
      return "a folder";
    }
    auto bytes = read_file(source_, record.path, std::size_t{1} << 22U);
    if (!bytes) {
      return "cannot be read: errno " + std::to_string(bytes.error().code);
    }
    const Blob blob(std::move(*bytes));
    const auto evidence = image_evidence(blob);
    if (out != nullptr) {
      *out = evidence;
    }
    if (!evidence->format) {
      return "no image";
    }
    const bool png_by_name = extension_of(record.path) == "png";
    const bool by_name = is(Defect::refuses_by_extension) || knobs_.reads.known_by == KnownBy::extension;
    if (by_name && (*evidence->format == ImageFormat::png) != png_by_name) {
      return "not what its extension says";
    }
    if (is(Defect::refuses_sixteen_bits) && evidence->bit_depth == 16) {
      return "16 bits";
    }
    if (!evidence->picture) {
      return "no decoder takes it";
    }
    const auto refused = [&](Soundness soundness, Integrity level) {
      return (soundness == Soundness::damaged && knobs_.integrity >= level) ||
             (soundness != Soundness::sound && knobs_.taste == Knobs::Taste::strict);
    };
    if (refused(evidence->decodes, Integrity::decodable) || refused(evidence->structure, Integrity::structure) ||
        refused(evidence->checksums, Integrity::checksums)) {
      return is(Defect::accepts_truncated) ? "" : "damaged: " + evidence->cause;
    }
    return {};
  }

  std::expected<Row, LoadError> load(std::size_t place, std::size_t label_place) {
    const Record& record = records_[place];
    std::shared_ptr<const ImageEvidence> evidence;
    std::string why = refusal(record, &evidence);
    if (is(Defect::sticky_failure) && stuck_ && why.empty()) {
      confess(record.path);
      why = "the stream is in a bad state";
    }
    stuck_ = stuck_ || !why.empty();
    if (is(Defect::keeps_files_of_bad) && !why.empty() && record.kind == NodeKind::file) {
      if (auto file = source_.open(record.path)) {
        static_cast<void>(file->release());
      }
    }
    if (!why.empty()) {
      LoadError error{record.path, record.index, std::move(why)};
      if (knobs_.manifest && (!record.wrong.empty() || knobs_.manifest->names == ManifestKnobs::Names::row)) {
        error.path = std::get<ImageManifest>(promised(knobs_).reads).manifest;
        error.record = record.number;
      }
      if (is(Defect::error_without_path)) {
        error.path.clear();
      } else if (is(Defect::position_for_index)) {
        error.index = (cursor_ - 1) % options_.batch_size;
        if (*error.index != record.index) {
          confess(record.path);
        }
      } else if (is(Defect::name_for_path)) {
        error.path = record.path.substr(record.path.find('/') + 1);
      }
      return std::unexpected(std::move(error));
    }
    Row row = made(records_[label_place]);
    row.path = record.path;
    row.made = Row::Made::of_a_file;
    row.values = features_of(*evidence->picture, knobs_, canvas_);
    if (is(Defect::one_wrong_label) && place == records_.size() / 2 && labels_.size() > 1) {
      for (const auto& [name, label] : labels_) {
        if (name != record.class_name) {
          row.label = label;
        }
      }
      confess(record.path);
    }
    row.id = static_cast<std::int64_t>(record.index);
    return row;
  }

  Row made(const Record& record) const {
    Row row;
    row.label = labels_.at(record.class_name);
    row.id = static_cast<std::int64_t>(record.index);
    row.path = record.path;
    const std::size_t size = static_cast<std::size_t>(knobs_.channels * knobs_.height * knobs_.width);
    const Range range = knobs_.range.value_or(Range{0, 1});
    const double middle = (range.low + range.high) / 2;
    row.values.assign(size, knobs_.substitute == Knobs::Made::grey ? middle : 0.0);
    if (knobs_.substitute == Knobs::Made::noise) {
      Random random(record.index);
      for (double& value : row.values) {
        value = range.low + (range.high - range.low) * static_cast<double>(random.below(256)) / 255;
      }
    }
    return row;
  }

  Next failed(LoadError error) {
    done_ = true;
    if (is(Defect::throws_on_bad)) {
      throw std::runtime_error(error.reason);
    }
    return std::unexpected(std::move(error));
  }

  /// What becomes of a bad sample that does not end the epoch.
  void give_up(LoadError error, std::vector<Row>& rows, std::size_t place) {
    const Record& record = records_[place];
    if (is(Defect::passes_next_instead) && place + 1 < records_.size()) {
      if (auto other = load(place + 1, place + 1)) {
        confess(other->path);
        rows.push_back(std::move(*other));
        return;
      }
    }
    if (is(Defect::zeros_for_bad)) {
      rows.push_back(made(record));
      confess(record.path);
      return;
    }
    if (is(Defect::previous_for_bad) && !rows.empty()) {
      confess(rows.back().path);
      rows.push_back(rows.back());
      return;
    }
    if (is(Defect::skips_in_silence) || (is(Defect::reports_once_only) && reported_)) {
      confess(record.path);
      return;
    }
    if (bad_ == BadSample::substitute && !is(Defect::skips_under_substitute)) {
      rows.push_back(made(record));
    }
    reported_ = true;
    const auto deed = bad_ == BadSample::substitute && !is(Defect::skips_under_substitute)
                          ? SampleReport::Deed::substituted
                          : SampleReport::Deed::skipped;
    reports_.push_back({error, deed});
    if (is(Defect::reports_twice)) {
      confess(record.path);
      reports_.push_back({std::move(error), deed});
    }
  }

  Next fill() {
    std::vector<Row> rows;
    std::uint64_t slots = 0;
    const std::uint64_t size = options_.batch_size + (is(Defect::too_large_batch) ? 1 : 0);
    const bool not_read = last_ == LastBatch::drop && knobs_.dropped_tail == Knobs::Tail::not_read;
    bool spoiled = false;
    while (slots < size && cursor_ < order_.size()) {
      if (not_read && slots == 0 && order_.size() - cursor_ < size) {
        break;
      }
      if (is(Defect::short_batch_inside) && cursor_ == 1 && slots == 1) {
        ++cursor_;
        --cursor_;
        break;
      }
      const std::size_t place = order_[cursor_];
      const std::size_t label_place = label_order_[std::min(cursor_ - std::min(shift_, cursor_), cursor_)];
      ++cursor_;
      if (is(Defect::loses_one) && place == records_.size() / 2) {
        confess(records_[place].path);
        continue;
      }
      auto row = load(place, label_place);
      if (row) {
        if (records_[place].class_name != records_[label_place].class_name) {
          confess(row->path);
        }
        rows.push_back(std::move(*row));
        ++slots;
        if (is(Defect::never_ends) && cursor_ == order_.size()) {
          cursor_ = 0;
        }
        if (is(Defect::yields_one_twice) && place == records_.size() / 2 && slots < size) {
          confess(rows.back().path);
          rows.push_back(rows.back());
          ++slots;
        }
        continue;
      }
      if (bad_ == BadSample::fail || is(Defect::fails_under_skip)) {
        if (is(Defect::error_ends_epoch) || is(Defect::skips_in_silence)) {
          done_ = is(Defect::error_ends_epoch);
          if (done_) {
            return std::optional<Batch>();
          }
          continue;
        }
        return failed(std::move(row.error()));
      }
      if (is(Defect::error_ends_epoch)) {
        cursor_ = order_.size();
        break;
      }
      const std::size_t before = rows.size();
      give_up(std::move(row.error()), rows, place);
      slots += bad_ == BadSample::skip_shrink ? 1 : rows.size() - before;
      if (is(Defect::labels_shift_after_bad)) {
        ++shift_;
      }
      spoiled = true;
    }
    if (spoiled && is(Defect::batch_dies_with_sample)) {
      for (const Row& row : rows) {
        if (row.made == Row::Made::of_a_file) {
          confess(row.path);
        }
      }
      rows.clear();
      if (cursor_ < order_.size()) {
        return fill();
      }
    }
    if (rows.empty() && slots > 0 && cursor_ < order_.size()) {
      return fill();  // all of a batch was skipped
    }
    return ended(std::move(rows), slots);
  }

  Next ended(std::vector<Row> rows, std::uint64_t slots) {
    const std::uint64_t size = options_.batch_size;
    if (first_rows_.size() < size) {
      first_rows_.insert(first_rows_.end(), rows.begin(), rows.end());
    }
    const bool short_end = slots < size && cursor_ >= order_.size();
    const bool tail = short_end || (last_ == LastBatch::drop && slots == 0);
    if (tail && !rows.empty()) {
      const auto fill_with = [&](const std::vector<Row>& with) {
        const std::vector<Row> source = with;
        for (std::size_t i = 0; slots < size && !source.empty(); ++slots, ++i) {
          rows.push_back(source[i % source.size()]);
          if (last_ != LastBatch::wrap) {
            confess(rows.back().path);
          }
        }
      };
      if (is(Defect::tail_lost)) {
        for (const Row& row : rows) {
          if (row.made == Row::Made::of_a_file) {
            confess(row.path);
          }
        }
        rows.clear();
      } else if (is(Defect::tail_wrapped)) {
        fill_with(first_rows_);
      } else if (is(Defect::tail_stale)) {
        std::vector<Row> stale = previous_;
        stale.erase(stale.begin(), stale.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), stale.size())));
        fill_with(stale);
      } else if (last_ == LastBatch::drop && !is(Defect::short_last_for_drop)) {
        rows.clear();
      } else if (last_ == LastBatch::wrap) {
        fill_with(first_rows_);
      } else if (last_ == LastBatch::pad) {
        for (; slots < size; ++slots) {
          Row row;
          row.values.assign(rows.front().values.size(), 0);
          row.label = is(Defect::padding_labeled_as_class) ? knobs_.base : knobs_.ignore_index.value_or(0);
          rows.push_back(std::move(row));
        }
      }
    }
    if (rows.empty()) {
      done_ = true;
      if (is(Defect::batch_of_no_rows) && slots == 0) {
        return batch_of({});
      }
      return std::optional<Batch>();
    }
    if (is(Defect::labels_swapped_in_batch) && rows.size() > 1 && rows[1].id >= 0 && rows[0].label != rows[1].label) {
      std::swap(rows[0].label, rows[1].label);
      confess(rows[0].path);
      confess(rows[1].path);
    }
    previous_ = rows;
    return batch_of(std::move(rows));
  }

  Batch batch_of(std::vector<Row> rows) {
    const auto count = static_cast<std::int64_t>(rows.size());
    if (is(Defect::batch_statistics) && !rows.empty()) {
      double mean = 0;
      for (const Row& row : rows) {
        for (const double value : row.values) {
          mean += value / static_cast<double>(row.values.size() * rows.size());
        }
      }
      for (Row& row : rows) {
        for (double& value : row.values) {
          value = (value - mean) / 2 + 0.5;
        }
      }
    }
    if (is(Defect::nan_in_flat)) {
      for (const Row& row : rows) {
        if (std::ranges::any_of(row.values, [](double value) { return !std::isfinite(value); })) {
          confess(row.path);
        }
      }
    }
    Batch batch;
    std::vector<double> values;
    std::vector<double> labels;
    std::vector<std::int64_t> ids;
    for (const Row& row : rows) {
      values.insert(values.end(), row.values.begin(), row.values.end());
      const double more = is(Defect::label_beyond_model) && row.id == 0 ? 1000 : 0;
      labels.push_back(static_cast<double>(row.label) + more);
      ids.push_back(row.id);
    }
    if (is(Defect::whole_bytes)) {
      for (double& value : values) {
        value *= 255;
      }
    }
    const auto [c, h, w] = std::array{knobs_.channels, knobs_.height, knobs_.width};
    std::vector<std::int64_t> shape = {count, c, h, w};
    if (knobs_.layout == Layout::hwc) {
      shape = {count, h, w, c};
    }
    if (is(Defect::other_shape)) {
      std::swap(shape[2], shape[3]);
    }
    batch.features = tensor(values, shape, is(Defect::other_dtype) ? Dtype::float64 : knobs_.dtype);
    if (is(Defect::one_label_more)) {
      labels.push_back(0);
    }
    const auto label_count = static_cast<std::int64_t>(labels.size());
    batch.labels = tensor(labels, {label_count}, knobs_.label_dtype);
    if (knobs_.ids == Knobs::Has::yes) {
      batch.sample_ids = Tensor::own(std::move(ids), {count});
    }
    ++batches_;
    if (is(Defect::reuses_buffer) || knobs_.batches == BatchLife::until_next) {
      batch.features = lent<0>(std::move(batch.features));
      batch.labels = lent<1>(std::move(batch.labels));
    }
    return batch;
  }

  template <class T>
  static Tensor converted(const std::vector<double>& values, std::vector<std::int64_t> shape) {
    std::vector<T> result;
    result.reserve(values.size());
    for (const double value : values) {
      result.push_back(static_cast<T>(std::is_integral_v<T> ? std::round(value) : value));
    }
    return Tensor::own(std::move(result), std::move(shape));
  }

  static Tensor tensor(const std::vector<double>& values, std::vector<std::int64_t> shape, Dtype dtype) {
    switch (dtype) {
      case Dtype::uint8:
        return converted<std::uint8_t>(values, std::move(shape));
      case Dtype::int32:
        return converted<std::int32_t>(values, std::move(shape));
      case Dtype::int64:
        return converted<std::int64_t>(values, std::move(shape));
      case Dtype::float64:
        return converted<double>(values, std::move(shape));
      default:
        return converted<float>(values, std::move(shape));
    }
  }

  Source& source_;
  LoadOptions options_;
  Knobs knobs_;
  BadSample bad_ = BadSample::undeclared;
  LastBatch last_ = LastBatch::undeclared;
  std::size_t run_ = 0;
  std::vector<Record> records_;
  std::map<std::string, std::int64_t> labels_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> label_order_;
  std::size_t epoch_ = 0;
  std::size_t cursor_ = 0;
  std::size_t shift_ = 0;
  std::size_t batches_ = 0;
  bool done_ = false;
  bool stuck_ = false;
  bool reported_ = false;
  std::vector<Row> first_rows_;
  std::vector<Row> previous_;
  std::array<std::vector<std::byte>, 2> buffers_;
  std::vector<double> canvas_;
  std::vector<SampleReport> reports_;
};

class SaysReports : public Reports {
 public:
  explicit SaysReports(KnobbedLoader& loader) : loader_(loader) {}
  [[nodiscard]] std::span<const SampleReport> reports() const override { return loader_.reports(); }

 private:
  KnobbedLoader& loader_;
};

class GoesOn : public Epochs {
 public:
  explicit GoesOn(KnobbedLoader& loader) : loader_(loader) {}
  void begin_epoch() override { loader_.begin_epoch(); }

 private:
  KnobbedLoader& loader_;
};

class Counts : public Length {
 public:
  explicit Counts(KnobbedLoader& loader) : loader_(loader) {}
  [[nodiscard]] std::uint64_t batches() const override { return loader_.length(); }

 private:
  KnobbedLoader& loader_;
};

/// The loader with the interfaces that it shall have.
template <class... Interfaces>
class With final : public Loader, public Interfaces... {
 public:
  explicit With(std::shared_ptr<KnobbedLoader> loader) : Interfaces(*loader)..., loader_(std::move(loader)) {}
  std::expected<std::optional<Batch>, LoadError> next() override { return loader_->next(); }

 private:
  std::shared_ptr<KnobbedLoader> loader_;
};

inline std::unique_ptr<Loader> assemble(const std::shared_ptr<KnobbedLoader>& loader, const Knobs& knobs) {
  const bool reports = knobs.reports == Knobs::Has::yes;
  const bool epochs = knobs.epochs == Knobs::Has::yes;
  const bool counts = knobs.counts == Knobs::Has::yes;
  if (reports) {
    if (epochs) {
      if (counts) {
        return std::make_unique<With<SaysReports, GoesOn, Counts>>(loader);
      }
      return std::make_unique<With<SaysReports, GoesOn>>(loader);
    }
    return std::make_unique<With<SaysReports>>(loader);
  }
  if (epochs) {
    return std::make_unique<With<GoesOn, Counts>>(loader);
  }
  return std::make_unique<With<>>(loader);
}

inline RegisteredLoader loader_with(const Knobs& knobs) {
  RegisteredLoader loader;
  loader.name = "knobbed";
  loader.declaration = promised(knobs);
  loader.declaration.make = [knobs](Source& source, const LoadOptions& options) {
    return assemble(std::make_shared<KnobbedLoader>(source, options, knobs), knobs);
  };
  return loader;
}

}  // namespace proofload::test
