#include "proofload/clause.hpp"

#include <algorithm>

namespace proofload {
namespace {

struct Text {
  std::string_view name;
  std::string_view sentence;
};

// In the order of the enumerators.
constexpr std::array<Text, clause_count> texts = {{
    {"declared-shape", "every batch has the declared shape"},
    {"declared-dtype", "every batch has the declared dtypes"},
    {"declared-range", "every value lies in the declared range, and data that reaches its ends reaches them"},
    {"finite", "no value of a batch is a NaN or an infinity"},
    {"mask-matches-lengths", "mask and lengths mark exactly the steps that are real"},
    {"exactly-once", "every listed sample is yielded or reported, none twice"},
    {"pairing", "features and label of a row are of the same sample"},
    {"content", "the features of a sample are what its file holds"},
    {"isolation", "damage to one sample changes no other"},
    {"class-index", "the same class names get the same ids, whatever the listing order"},
    {"deterministic", "the same case gives the same bytes again"},
    {"seed-varies", "another seed or epoch gives another order"},
    {"worker-invariant", "the number of workers does not change what is yielded"},
    {"batch-size-invariant", "the batch size does not change the order of the samples"},
    {"shard-partition", "the shards together hold every sample once"},
    {"resume-exact", "a resumed loader goes on exactly where it was saved"},
    {"fair-order", "over many seeds every sample comes at every place about equally often"},
    {"last-batch-policy", "the sizes of the batches are as the policies say"},
    {"honest-length", "the promised number of batches is the number yielded"},
    {"epoch-restart", "every epoch is whole, also after an abandoned one"},
    {"empty-dataset", "a dataset without samples is a clear error, unless declared otherwise"},
    {"honest-errors", "every damaged or absent sample is reported once, with its path and index"},
    {"no-false-alarm", "an intact sample is never refused"},
    {"confined", "nothing outside of the dataset is read"},
    {"dataset-unchanged", "the dataset on disk is left as it was"},
    {"memory-bounded", "memory stays within the declared budget"},
    {"no-leak", "descriptors, threads and memory do not grow from epoch to epoch"},
    {"live", "every call returns"},
    {"memory-safe", "no access outside of an object, no undefined behavior"},
    {"initialized", "no byte of a batch comes from uninitialized memory"},
    {"batch-owned", "a batch that the caller holds is not changed by the next one"},
    {"model-finite",
     "training on the batches gives finite activations, loss, gradients and parameters, for every step"},
    {"model-fits", "the batches fit the declared model's input and its number of classes"},
}};

}  // namespace

std::string_view name(Clause clause) { return texts[static_cast<std::size_t>(clause)].name; }

std::string_view sentence(Clause clause) { return texts[static_cast<std::size_t>(clause)].sentence; }

std::optional<Clause> clause_named(std::string_view name) {
  const auto found = std::ranges::find(texts, name, &Text::name);
  if (found == texts.end()) {
    return std::nullopt;
  }
  return static_cast<Clause>(found - texts.begin());
}

}  // namespace proofload
