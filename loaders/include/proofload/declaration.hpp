/// A declaration is what a loader promises, as a value beside its factory.
///
/// Generators make only cases that it declares to support, and oracles judge only what it promises. Whatever is left
/// at "undeclared" switches off what depends on it, and shows as "not applicable", with what declaring it would add.
/// Declared promises hold for every dataset and every option that is declared, not for a lucky one.
///
/// A declaration is made by the loader's side and only read by the harness.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "proofload/load_options.hpp"
#include "proofload/source.hpp"
#include "proofload/tensor.hpp"

namespace proofload {

class Loader;

// ---- reads: what datasets to generate ----------------------------------------------------------------------------

enum class ImageFormat : std::uint8_t { png, jpeg, bmp };
enum class ColorType : std::uint8_t { grey, grey_alpha, rgb, rgba, palette };

/// Whether a file's format follows from its first bytes or from its name.
enum class KnownBy : std::uint8_t { content, extension };

/// What becomes of files that are no samples, and folders that are no classes (`.DS_Store`, `.ipynb_checkpoints`).
enum class JunkFiles : std::uint8_t { undeclared, ignored, refused };

/// What an image reader accepts. Files of the right format outside of it may be delivered or refused.
struct ImageKinds {
  std::vector<ImageFormat> formats = {ImageFormat::png, ImageFormat::jpeg};
  std::vector<ColorType> colors = {ColorType::grey, ColorType::grey_alpha, ColorType::rgb, ColorType::rgba,
                                   ColorType::palette};
  std::vector<std::uint8_t> bit_depths = {8};  ///< bits per channel; palettes and 1, 2, 4 bits come under 8
  KnownBy known_by = KnownBy::content;
  JunkFiles junk = JunkFiles::undeclared;
};

/// One folder per class, images in it; every regular file named .png, .jpg, .jpeg or .bmp is a sample, labeled by its
/// folder, whichever formats are read. One of a format that is not may be delivered or refused.
struct ImageFolder : ImageKinds {};
/// A CSV with the header `path,label`, written as `Csv` says, and the images that its rows name, relative to the root.
/// Every row is a sample, in the order of the rows; the label is a whole number. A row that is not one, whose label is
/// none of the classes, or whose path leads out of the dataset, is a bad sample; what no row names is none. Errors name
/// the image, or the manifest and the number of the row. A manifest that cannot be read, or whose header is another, is
/// refused, whatever becomes of bad samples.
struct ImageManifest : ImageKinds {
  std::string manifest = "manifest.csv";
};
/// One folder per class, sequences in it: every regular file named .csv is a sample, labeled by its folder. Its first
/// row names the columns, every other row is a step, every field a number. Fields may be quoted, lines end in LF or
/// CRLF, the last one also in nothing, and a UTF-8 byte order mark may lead. A quote opens a field at its start only,
/// and one that is not doubled closes it; one that is never closed takes the rest of the file into its row, which is
/// bad, and what stands before that row counts. Features are [steps, columns].
struct Csv {
  std::vector<std::string> columns;  ///< in the order of the features' last axis; empty: their names do not matter
};
/// One folder per class, sequences in it: every regular file named .jsonl is a sample, labeled by its folder. Every
/// line is a step, in JSON: an object whose members are numbers, in any order, or an array of numbers. Lines end in LF
/// or CRLF, the last one also in nothing. A file without a line is an empty file, and so a bad sample. Features are
/// [steps, members].
struct Jsonl {
  std::vector<std::string> members;  ///< in the order of the features' last axis; empty: lines are arrays
};
/// One folder per class, sequences in it: every regular file named .npy is a sample, labeled by its folder. It holds
/// one array, [steps, channels] or [steps] as the features are, of version 1, 2 or 3, in any order of bytes and of
/// axes.
struct Npy {
  std::vector<Dtype> dtypes = {Dtype::float16, Dtype::float32, Dtype::float64, Dtype::int8, Dtype::uint8,
                               Dtype::int16,   Dtype::int32,   Dtype::int64};  ///< others may be read or refused
};
/// Every regular file named .jsonl at the root holds samples, one on each line, in JSON: an object of two members, in
/// any order. The features are an array of steps, each an array of numbers (of one axis: of numbers); the label is a
/// whole number. Lines end in LF or CRLF, the last one also in nothing. A bad line is one bad sample, and so is a file
/// that cannot be read, or that holds no line.
struct JsonlRecords {
  std::string features = "features";
  std::string label = "label";
  std::vector<std::string> ignored;  ///< members that may be there, once each, with any value of JSON
};
/// Every regular file named .csv at the root holds samples, one in each row below the header, written as `Csv` says. A
/// bad row is one bad sample, and so is a file that cannot be read, or whose header is another; a file of a header
/// alone has no sample, and no fault. Features are [columns], those of the header that are neither the label nor
/// ignored; the label is a whole number.
struct CsvRows {
  std::vector<std::string> header;
  std::string label = "label";
  std::vector<std::string> ignored;  ///< columns that may hold any text
};
/// Every regular file named .csv at the root holds steps of many sequences in long format: columns `sequence`, `step`
/// (0, 1, …), `label` (a whole number, the same in all rows of a sequence) and those of the features, in this order.
/// Rows of a sequence stand together, by their steps; where they are in another order, the sequence may be put in order
/// or refused. A sequence with a bad row is one bad sample, and so is a file that cannot be read, or whose header is
/// another; a file of a header alone has no sample, and no fault. Features are [steps, columns].
struct CsvLong {
  std::string sequence = "sequence_id";
  std::string step = "step";
  std::string label = "label";
  std::vector<std::string> columns;
};
/// Files at the root hold images and their labels, in pairs, in the IDX format (that of MNIST): bytes of [samples,
/// rows, columns] in one that is named …-images-idx3-ubyte, and bytes of [samples] in …-labels-idx1-ubyte with the same
/// front. The label is stored. A label that is none of the declared classes is one bad sample; and so is a pair of
/// which a file is not there, cannot be read, or has another size than its header, the other file or, where the
/// transform is exact, the features say. Of a sample in a pair errors may name either file. Features are images of one
/// channel.
struct Idx {
  /// Whether files are samples that are compressed by gzip, and whose names then end in .gz. Of a file that is there
  /// plain, too, the plain one counts.
  enum class Gzip : std::uint8_t { undeclared, read } gzip = Gzip::undeclared;
};
/// One folder per class, texts in it: every regular file named .txt is a sample, labeled by its folder. Its tokens
/// stand between blanks, tabs and line ends; features are [steps], their ids.
struct Text {
  std::vector<std::string> vocabulary;  ///< token by id, without blanks in them, none twice; at most 2^24
  std::optional<std::int64_t>
      unknown;  ///< the id of what is not in the vocabulary; nothing: such a text is a bad sample
};
/// Every regular file named .tar at the root is a shard: a tar archive, as the first tars, ustar, pax and GNU write it.
/// Members that stand together and whose names are the same up to the first dot behind the last slash, the key, are one
/// sample. What stands behind that dot, the extension, says what a member holds: .npy an array, as `Npy` has it, and
/// .cls the label, a whole number in digits, behind which a line may end. Members of other extensions belong to their
/// sample and say nothing; folders, and files without a key or an extension, are passed over. "./" in front of a name
/// counts for nothing. A sample is bad that lacks one of the two or has one twice, that has a member that is no regular
/// file (it counts as there) or whose name leads out of the dataset, or whose key was there before, in the same shard;
/// in another shard it is another sample. Where a header is broken, or the shard ends before its two blocks of zeros,
/// what is torn is one bad sample: the one of which a member is cut, or lacks there, else one of its own. What stands
/// before that counts, what stands behind may be passed over. A file that cannot be read, or has no sample, is one bad
/// sample, too. Features are [steps, channels].
struct TarShards : Npy {};
/// All samples in two arrays, as `Npy` has them, in two files at the root, which are known by their names. The first
/// axis of both is the samples. Features are [samples, steps, channels], or without the axes that the declared shape
/// lacks, all but the first as it says; labels are [samples], whole numbers of any type that has signs, or of bytes.
/// Samples are numbered as they stand. A label that is none of the declared classes is one bad sample. The dataset is
/// bad as a whole where a file is not there, cannot be read, or is no such array, and where both do not hold as many
/// samples: it is refused, whatever becomes of bad samples, or counts as one bad sample, or the samples that lack
/// something as some; those that are there whole may come all the same. Errors name either file.
struct NpyArrays : Npy {
  std::string features = "features.npy";
  std::string labels = "labels.npy";
};
/// The same two arrays as members of one ZIP archive at the root, as numpy.savez and savez_compressed write it: stored
/// or deflated, in any order, among other members. They are known by their names. The dataset is bad as a whole, as
/// with `NpyArrays`, also where an array is not there, cannot be unpacked or has another size than the archive says,
/// where the archive's end or its directory is not there, and, to those who look at checksums, where that of an array
/// is wrong. What is there twice, or is said in two places differently, may be taken in one way or the other, or be
/// refused.
struct Npz : Npy {
  std::string file = "dataset.npz";
  std::string features = "features.npy";
  std::string labels = "labels.npy";
};
/// Every regular file named .csv at the root is one long series, written as `Csv` says: a header, then a step in each
/// row, in the order of time. Samples are windows over it. Window w of a file has `length` steps, the rows that stand
/// 0, `rate`, 2 * `rate`, … behind row w * `stride`; its label is the number in the column `target` of the row that
/// stands `horizon` behind its last step. With span = (length - 1) * rate + horizon + 1, a file of n rows has
/// (n - span) / stride + 1 windows, rounded down, and none where n < span: those whose rows are all in it, the target's
/// too. So no window goes on from one file into the next; and a file with fewer rows has no sample, and no fault.
/// Samples are numbered file by file, and in a file by their window.
///
/// A row that has another number of fields than the header, or no number where one must be, keeps its place. A window
/// that takes it, as a step or for its target, is one bad sample, named by its file and its number in it; one that
/// takes other columns of it, passes over it, or has a number beyond the features' range in a row, may be delivered or
/// refused. A file that cannot be read or is empty, or whose header is another, is one bad sample, too. Features are
/// [length, columns]. With integral labels the target is a class, as in `CsvRows`.
struct Windows {
  std::vector<std::string> header;    ///< all columns of a file; those that are named nowhere below may hold any text
  std::vector<std::string> features;  ///< of them, in the order of the features' last axis
  std::string target;                 ///< of them, a feature or not
  std::uint64_t length = 1;           ///< steps, at least 1; as the features' first axis says, which is fixed
  std::uint64_t stride = 1;           ///< rows from the start of a window to that of the next, at least 1
  std::uint64_t rate = 1;             ///< rows from a step of a window to its next, at least 1
  std::uint64_t horizon = 1;          ///< rows from the last step to the target; 0: they are one row

  /// Rows from the first step to the target, with both.
  [[nodiscard]] constexpr std::uint64_t span() const { return (length - 1) * rate + horizon + 1; }
  /// Windows of a file of so many rows.
  [[nodiscard]] constexpr std::uint64_t windows(std::uint64_t rows) const {
    return rows < span() ? 0 : (rows - span()) / stride + 1;
  }
};

using Reads = std::variant<std::monostate, ImageFolder, ImageManifest, Csv, CsvRows, CsvLong, Jsonl, JsonlRecords, Npy,
                           Idx, Text, TarShards, Windows, NpyArrays, Npz>;

// ---- features and labels -----------------------------------------------------------------------------------------

/// The size of one axis: fixed, or ragged up to a maximum.
struct Axis {
  enum class Extent : std::uint8_t { fixed, ragged };
  std::int64_t size = 0;
  Extent extent = Extent::fixed;

  // NOLINTNEXTLINE(google-explicit-constructor): {3, 24, 32} is a shape
  constexpr Axis(std::int64_t fixed_size) : size(fixed_size) {}
  static constexpr Axis ragged(std::int64_t maximum) {
    Axis axis(maximum);
    axis.extent = Extent::ragged;
    return axis;
  }
};

/// The values that features may have. `exact`: the ends are attained by data that attains them (a black and a white
/// image); `bound`: they may be, too.
struct Range {
  enum class Kind : std::uint8_t { bound, exact };
  double low = 0;
  double high = 0;
  Kind kind = Kind::exact;
};

enum class Layout : std::uint8_t {
  automatic,  ///< by where the axis of 1, 3 or 4 is: first, then last
  chw,
  hwc,
};

/// What becomes of a value that is not there.
enum class MissingValues : std::uint8_t { undeclared, refused, nan, filled };

struct Features {
  Dtype dtype = Dtype::undeclared;
  std::vector<Axis> shape;  ///< of one sample; empty: undeclared
  std::optional<Range> range;
  Layout layout = Layout::automatic;
  MissingValues missing = MissingValues::undeclared;
};

struct Labels {
  enum class Kind : std::uint8_t {
    automatic,  ///< classes when integral and scalar, else regression
    classes,
    regression,
    none,
  };
  /// How class names get their ids.
  enum class Order : std::uint8_t {
    undeclared,
    sorted,  ///< by the bytes of the names, from `base` on, without gaps
    stored,  ///< the very numbers that the data says, of samples that carry their labels
  };
  Dtype dtype = Dtype::undeclared;
  std::vector<Axis> shape;  ///< of one label; empty: a scalar
  Kind kind = Kind::automatic;
  std::int64_t base = 0;                     ///< the first class id
  std::optional<std::int64_t> classes;       ///< ids are below base + classes; datasets have at most so many
  std::optional<std::int64_t> ignore_index;  ///< the label of padding
  Order order = Order::undeclared;
};

// ---- transform ---------------------------------------------------------------------------------------------------

/// How an image is brought to the declared height and width, once it is turned or not (half-pixel centers: target
/// position x + 0.5 is at (x + 0.5) * source / target); filters may differ.
enum class Resized : std::uint8_t {
  stretch,      ///< both axes, each by its own factor
  letterbox,    ///< one factor, the rest filled with zeros, centered
  center_crop,  ///< one factor, what stands over is cut, centered
};

/// Whether a picture is turned as the EXIF block of its file says, before it is brought to a size.
enum class Exif : std::uint8_t { undeclared, applied, ignored };
enum class Alpha : std::uint8_t { undeclared, dropped, blended, kept };
enum class Standardized : std::uint8_t { no, per_sample };

/// From stored values to features: value = v * scale[c] + offset[c], where v is the stored sample as a fraction of its
/// maximum (0 … 1; for tables and arrays the number itself), then standardized when so declared.
struct Transform {
  enum class Kind : std::uint8_t {
    undeclared,
    exact,      ///< all values can be computed from the file
    resized,    ///< images brought to a size: values are compared where the image is flat
    augmented,  ///< random changes: identity only
    opaque,     ///< nothing can be read from the features: declared sample ids only
  };

  Transform() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): .transform = Kind::exact
  Transform(Kind what) : kind(what) {}
  // NOLINTNEXTLINE(google-explicit-constructor): .transform = Resized::stretch
  Transform(Resized how) : kind(Kind::resized), resized(how) {}

  Kind kind = Kind::undeclared;
  Resized resized = Resized::stretch;
  std::vector<double> scale;                     ///< one per channel, or one for all; empty: 1
  std::vector<double> offset;                    ///< likewise; empty: 0
  Standardized standardized = Standardized::no;  ///< (v - mean) / std over all values of the sample; a flat one: zeros
  Exif exif = Exif::undeclared;
  Alpha alpha = Alpha::undeclared;
  double tolerance = 0.02;  ///< of a compared value, as a fraction of the declared range

  bool operator==(const Transform&) const = default;
};

// ---- policies ----------------------------------------------------------------------------------------------------

/// Which damage a loader promises to notice. Below its level, the new content or an error are both right.
enum class Integrity : std::uint8_t {
  undeclared,
  decodable,  ///< what no decoder takes
  structure,  ///< counts, sizes, end markers as well, and that nothing stands behind the end: of a PNG also behind IEND
              ///< and behind the compressed pixels, of which there are just as many as the header says
  checksums,  ///< checksums of what carries content as well
};

/// For what a last batch is made, by the last-batch policy: once for the whole epoch, or once for each worker, shard or
/// bucket. Those of workers are judged, and those of buckets whose borders are declared (`Sampling::buckets`);
/// `LastBatch::wrap` only for the whole.
enum class Remainder : std::uint8_t { whole, each_worker, each_shard, each_bucket };

struct LengthPromise {
  enum class Kind : std::uint8_t { undeclared, exact, upper_bound };
  enum class Counting : std::uint8_t { before_skips, after_skips };
  Kind kind = Kind::undeclared;
  Counting counting = Counting::before_skips;
};

/// The order of the samples when `Shuffle::off`, which also numbers them.
enum class Listing : std::uint8_t {
  undeclared,
  as_listed,  ///< folders and files in the order in which the source lists them
  sorted,     ///< by the bytes of the path, '/' below every other byte
};

struct Sampling {
  enum class Kind : std::uint8_t { undeclared, uniform, buffered, bucketed };
  enum class Reshuffle : std::uint8_t { once, each_epoch };
  enum class Replacement : std::uint8_t { without, with };
  Kind kind = Kind::undeclared;
  Reshuffle reshuffle = Reshuffle::each_epoch;
  Replacement replacement = Replacement::without;
  std::uint64_t buffer = 0;  ///< samples, when `buffered`
  /// Of sequences: the lengths with which a bucket begins, in steps after cutting, ascending. {4, 12} makes three: up
  /// to 3 steps, 4 to 11, and the others. A batch holds samples of one bucket, shuffled or not; the samples of a bucket
  /// come in the order of the epoch. Empty: length has no part in it. (bucket_by_sequence_length of tf.data.)
  std::vector<std::int64_t> buckets;
};

/// What is equal when a run is repeated.
enum class Repeats : std::uint8_t { undeclared, same_bytes, same_multiset, nothing };

struct Repetition {
  Repeats again = Repeats::undeclared;             ///< the same case once more
  Repeats other_workers = Repeats::undeclared;     ///< another number of workers
  Repeats other_batch_size = Repeats::undeclared;  ///< another batch size: the order of samples
};

/// How sequences of different lengths become one tensor. `Batch::lengths`, where given, are always judged.
struct Ragged {
  enum class Side : std::uint8_t {
    undeclared,
    head,
    tail,
    neither,  ///< a sequence longer than the declared axis is a bad sample (`cut`)
  };
  enum class To : std::uint8_t {
    undeclared,
    longest,  ///< of the batch, after cutting
    length,   ///< the declared axis, which is then fixed
  };
  enum class Mask : std::uint8_t { undeclared, true_is_real, true_is_padding };
  enum class Empty : std::uint8_t { undeclared, kept, refused };  ///< sequences without a step
  Side pad = Side::undeclared;                                    ///< where padding is put
  To to = To::undeclared;
  Side cut = Side::undeclared;  ///< which end goes
  double pad_value = 0;         ///< as it is in the features
  Mask mask = Mask::undeclared;
  Empty empty = Empty::undeclared;
};

/// Options that a loader heeds. Batch size is always one of them.
enum class Option : std::uint8_t {
  shuffle,
  epochs,            ///< `Epochs` is implemented
  abandoned_epochs,  ///< `begin_epoch()` in the middle of one
  workers,
  prefetch,
  shards,
  shards_padded,
  resume,
  bad_sample,  ///< every policy of `BadSample`, from the options
  last_batch,  ///< every policy of `LastBatch`, from the options
};

enum class BatchLife : std::uint8_t { undeclared, owned, until_next };

struct Files {
  enum class Links : std::uint8_t { undeclared, followed, refused };
  enum class Cache : std::uint8_t { undeclared, none, inside, outside };
  enum class Empty : std::uint8_t { undeclared, error, empty_epoch };
  enum class Path : std::uint8_t { not_needed, needed };
  Links links = Links::undeclared;
  Cache cache = Cache::undeclared;
  Empty empty_dataset = Empty::undeclared;
  Path needs_path = Path::not_needed;          ///< the loader opens files itself, below `Source::root()`
  std::optional<std::uint64_t> memory_budget;  ///< bytes on the heap at any time, batches handed out apart
  std::uint64_t worker_memory = 0;             ///< bytes by which each worker raises that budget
};

/// The model that a loader is meant for.
struct ModelSpec {
  std::vector<std::int64_t>
      input;                 ///< shape of one sample; of sequences, of one step: the model takes their masked mean
  std::int64_t classes = 0;  ///< outputs; labels are base … base + classes - 1
};

struct Declaration {
  Reads reads;
  Features features;
  Labels labels;
  Transform transform;
  Integrity integrity = Integrity::undeclared;
  BadSample bad_sample = BadSample::undeclared;
  LastBatch last_batch = LastBatch::undeclared;
  Remainder remainder = Remainder::whole;
  LengthPromise length;
  Listing listing = Listing::undeclared;
  Sampling sampling;
  Repetition repeats;
  Ragged ragged;
  std::vector<Option> supports;
  BatchLife batches = BatchLife::undeclared;
  Files files;
  std::optional<ModelSpec> model;

  /// Makes the loader. It may throw `LoadFailure`. The source outlives the loader.
  std::function<std::unique_ptr<Loader>(Source&, const LoadOptions&)> make;

  [[nodiscard]] bool heeds(Option option) const {
    for (const Option supported : supports) {
      if (supported == option) {
        return true;
      }
    }
    return false;
  }
};

}  // namespace proofload
