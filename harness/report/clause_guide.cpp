#include "report/clause_guide.hpp"

#include <array>

namespace proofload {
namespace {

// In the order of the enumerators.
constexpr std::array<ClauseGuide, clause_count> guides = {{
    {Clause::declared_shape,
     "Each batch is [rows, declared shape of a sample…]; labels, masks and ids have as many rows as the features, and "
     "the bytes lent are as many as the shape asks for.",
     "A model built for another shape stops at the first batch, or, where height and width are merely exchanged, "
     "trains "
     "on scrambled images without a word.",
     "Width and height exchanged when the tensor is shaped: unseen as long as the images are square.",
     "Write the shape down once, from the declaration, and compute every offset from it. Test with a target that is "
     "not "
     "square."},
    {Clause::declared_dtype,
     "Features, labels and the optional tensors have the declared element types in every batch.",
     "A dtype that follows from the data changes with the data: training stops weeks later, or silently loses "
     "fractions.",
     "A dtype inferred from the first row, to which later rows are cast (of the kind of huggingface/datasets#8241).",
     "Take the dtype from the declaration, and convert every sample to it before it joins a batch."},
    {Clause::declared_range,
     "All finite values lie in the declared range; where the range is declared exact, black and white images reach its "
     "ends.",
     "Inputs scaled wrongly make a network learn slowly or not at all, and nothing else shows it.",
     "alexsax/2D-3D-Semantics#54: integer arithmetic on bytes, so p / 255 is 0 for all but white.",
     "Convert to floating point before dividing; scale 16-bit files by 65535, not by clipping."},
    {Clause::finite, "No NaN and no infinity in the features or labels of any batch.",
     "One NaN reaches every parameter in one step, and the model never recovers.",
     "vanvalenlab/deepcell-toolbox PR#72: standardization divides by the standard deviation of a constant image, which "
     "is zero.",
     "Guard each division by a deviation, a length or a sum; bound values before they are narrowed."},
    {Clause::mask_matches_lengths,
     "Mask and lengths agree with each other and with the data: exactly the real steps are marked, on the declared "
     "side and with the declared polarity; and a batch is as wide as its longest row, where that is declared.",
     "The model attends to padding, or ignores the last real step of every sequence.",
     "huggingface/transformers#23530: the mask is derived from the pad value, which is also a real token.",
     "Build the mask from the lengths, never from the values, in the same place that pads."},
    {Clause::exactly_once,
     "In an epoch each listed sample is yielded or reported, none twice, less what the declared drop, wrap or pad "
     "takes or adds.",
     "Lost samples bias the model and doubled ones overweight; metrics over such an epoch are wrong.",
     "apache/mxnet#6941: rows of the previous batch stay in the buffer of a short last batch and are yielded again.",
     "Advance the cursor in one place only, and cut the last batch to the samples that it has."},
    {Clause::pairing, "The features and the label of a row are of the same sample.",
     "The model is trained on wrong labels. The loss still falls a little, so nobody looks for it here.",
     "pytorch/pytorch#1137 and countless generators: images that cannot be read are skipped, their labels are kept, "
     "and "
     "every label after them is shifted.",
     "Skip the sample, not the image: keep features and label in one value until both are in the batch."},
    {Clause::content,
     "The features of a row are what the sample's file holds, by an independent decoder and the declared transform.",
     "The model sees other data than the one that was collected and labeled.",
     "pytorch/vision#2218: 16-bit images clipped to 255 instead of scaled.",
     "Convert by the file's own depth, channels and orientation; never fill up what could not be read."},
    {Clause::isolation, "Damage to one sample changes no other: the others' rows are as they are without the damage.",
     "One bad file in a million spoils its neighbors, and looking at the bad file explains nothing.",
     "A stream that is reused after a failure without clear(): every later read fails too.",
     "Give each sample buffers, streams and decoder state of its own, or reset them before use, also after a failure."},
    {Clause::class_index,
     "Class names map to ids one to one, by the declared order, and the same way whatever order the folder is listed "
     "in.",
     "A model trained on one machine names the wrong classes on another one.",
     "keras-team/keras#3054: class ids in the order in which the file system lists the folders.",
     "Sort the names by their bytes before numbering them; keep empty classes if they are declared to count."},
    {Clause::deterministic, "The same case gives the same bytes again (or the same samples, as declared).",
     "A run that cannot be repeated cannot be debugged, and no two experiments can be compared.",
     "Seeding from std::random_device when shuffling is on, whatever seed the caller gave.",
     "Derive every random number from the seed and the epoch; hand batches out in order."},
    {Clause::seed_varies, "Another seed gives another order, and so does the next epoch where a reshuffle is declared.",
     "The same order in every epoch lets the model learn the order; ensembles over seeds are copies of one model.",
     "tensorflow/tensorflow#27680: every epoch is shuffled with the same seed again.",
     "Mix seed and epoch into the engine at the start of each epoch, and check that the seed reaches it."},
    {Clause::worker_invariant, "The number of workers does not change what is yielded, as far as declared.",
     "Tuning the number of workers for speed changes the results.",
     "keras-team/keras#12945: every worker walks the whole dataset, so each sample comes once per worker.",
     "Number the samples before they are handed to workers, and put the results back in that order."},
    {Clause::batch_size_invariant,
     "For one seed the samples come in the same order at every batch size, less what the last-batch policy takes or "
     "adds.",
     "Changing the batch size silently changes the randomness, so comparisons mix two effects.",
     "Batches cut first, then shuffled inside (shuffle placed after batch).", "Shuffle samples, then cut batches."},
    {Clause::shard_partition, "The shards of one epoch together hold every sample once, less the declared padding.",
     "Samples counted twice or never make distributed evaluation wrong.",
     "pytorch/pytorch#25162: shards padded with the head of the list, unsaid, so metrics count some samples twice.",
     "Permute with one seed for all shards, then split; declare padding if there is any."},
    {Clause::resume_exact,
     "A loader restored from a saved state goes on exactly with the sample that would have come next.",
     "After each restart samples are repeated or lost, mostly of the same part of the data.",
     "meta-pytorch/data#1520: the state counts the batches prefetched, not those the caller has received.",
     "Save what was handed out (epoch, position and generator state), not what was produced."},
    {Clause::fair_order,
     "Over many seeds every sample comes at every place about equally often, and a dropped tail is not always the same "
     "samples.",
     "Some samples are never seen, or always last.",
     "NVlabs/VILA PR#123: the tail is dropped before the shuffle, so the same samples are lost in every epoch.",
     "Use Fisher-Yates over what is not yet placed, and drop after shuffling."},
    {Clause::last_batch_policy,
     "Every batch but the last has the batch size (less declared shrinking), and the last one is kept, dropped, padded "
     "or wrapped as declared.",
     "A last batch of one sample breaks batch statistics; a batch too few loses data in each epoch.",
     "pytorch/pytorch#7716: 17 samples with batch size 16, and a last batch of one that batch normalization cannot "
     "take.",
     "Apply the policy in one place, after bad samples have been skipped and refilled."},
    {Clause::honest_length, "The promised number of batches is the number yielded, or its bound, as declared.",
     "Learning rate schedules, progress bars and distributed barriers trust it; a wrong one stops or hangs them.",
     "pytorch/pytorch PR#38925: the length is rounded down while the partial batch is yielded.",
     "Compute the length from the same numbers that make the batches: (n + b - 1) / b when the last one is kept."},
    {Clause::epoch_restart, "After begin_epoch() an epoch is whole, also when the one before was left in the middle.",
     "The second epoch is short or empty: the model 'stops training after the first'.",
     "NVIDIA-Merlin/NVTabular#513: begin_epoch() shuffles again but leaves the cursor where it was.",
     "Reset all state of an epoch (cursor, buffers, reports, workers) in the one place that begins it."},
    {Clause::empty_dataset, "A dataset without samples is an error with a reason, unless an empty epoch is declared.",
     "A mistyped path trains on nothing, and the run ends well.",
     "open-edge-platform/datumaro#151: nothing found, so the first call says 'end'.",
     "Refuse in the constructor, naming the folder and what was looked for."},
    {Clause::honest_errors,
     "Each damaged or absent sample is reported once, with its path and index, and treated by the declared policy.",
     "What is skipped in silence shrinks the dataset unnoticed; what is reported wrongly cannot be repaired.",
     "pytorch/pytorch#1137 and pytorch/vision#485: bad samples filtered out in collate, or errors without a file name.",
     "Report where the sample is read, with its own path and dataset index, not with its place in the batch."},
    {Clause::no_false_alarm,
     "A sample that is intact, and of a kind that is declared as read, is never refused or reported.",
     "Good data is thrown away, often a whole kind of it (all PNG files named .jpg).",
     "ImageNet holds a PNG named .JPEG, which readers that go by the extension refuse.",
     "Know formats by their first bytes; loop over short reads; narrow the declaration if a kind is not supported."},
    {Clause::confined, "Nothing outside of the dataset's root is read, whatever links and paths the dataset holds.",
     "A downloaded dataset reads the trainer's private files.",
     "pytorch/vision PR#9590: paths joined to the root without a check.",
     "Resolve each path and refuse what leaves the root, links included."},
    {Clause::dataset_unchanged, "The dataset on disk is left as it was: no file added, removed, renamed or written.",
     "Caches and renamed files make the next run, and the next person's run, different.",
     "labels.cache written next to the labels, as in many detection loaders.",
     "Write caches where the caller says, outside of the dataset; report bad files instead of renaming them."},
    {Clause::memory_bounded, "The loader's heap stays within the declared budget, whatever a file's header claims.",
     "One small file that claims 30000 x 30000 pixels ends the whole run.",
     "A header's width x height x channels allocated and cleared before anything else is looked at (decompression "
     "bombs).",
     "Check claimed sizes against the budget and the file's size before allocating; decode a sample at a time."},
    {Clause::no_leak, "Descriptors, threads and memory do not grow from epoch to epoch.",
     "The run dies in the night, after some hundred epochs.",
     "pytorch/pytorch#91252: each epoch starts new workers, the old ones stay.",
     "Hold every resource by an owner that releases it, on error paths as well."},
    {Clause::live,
     "Every call returns: no deadlock, no endless retry, no time without bound for the size of the input.",
     "Training hangs without a message, mostly on one bad record in the middle of the night.",
     "tensorflow/tensorflow#25700: the iterator never moves past a corrupt record.",
     "Advance before retrying; carry a worker's exception to the consumer; stop producers before joining them."},
    {Clause::memory_safe,
     "No access outside of an object and no undefined behavior, as the sanitizers see it; no death by a signal.",
     "Bytes of other samples, crashes far away from the cause, or an open door for a prepared file.",
     "nothings/stb#1924: products of claimed sizes overflow, and the buffer is too small.",
     "Check sizes in 64 bits before computing with them, and let a hardened decoder see foreign bytes."},
    {Clause::initialized,
     "No byte of a batch comes from memory that was never written: two different fills give one result.",
     "The model trains on leftovers that differ from run to run.",
     "The count that a read returned is not looked at, so the end of the buffer is never filled.",
     "Check each read's count; fill padding explicitly."},
    {Clause::batch_owned, "A batch that the caller still holds is not changed by the next calls, as long as declared.",
     "Whoever collects batches, to shuffle or to accumulate them, trains on the last one many times.",
     "NVIDIA/DALI PR#2024: the buffer handed out is used again for the next batch.",
     "Give each batch its memory, or declare that it lives until the next call only."},
    {Clause::model_finite,
     "Training a small model on the batches gives finite activations, loss, gradients and parameters at every step, "
     "and "
     "as many steps as promised.",
     "This is where the user sees it: the loss becomes NaN, or training stops after the first step.",
     "pytorch/pytorch#7716: a last batch of one sample, whose variance divides by zero.",
     "Look at the batch and sample named: the value came from the loader, since the model itself cannot overflow on "
     "values in the declared range."},
    {Clause::model_fits,
     "The declared model's input and number of classes agree with the batches and the labels, before the first step.",
     "Otherwise it stops at the first batch, or reads outside of the loss's table.",
     "tensorflow/tensorflow#46595: a hidden folder became a class, so there is one class more than the model has.",
     "Number classes from the declared base without gaps, and take the model's input from the declared shape."},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < clause_count; ++i) {
    if (guides[i].clause != static_cast<Clause>(i)) {
      return false;
    }
  }
  return true;
}
static_assert(in_order());

}  // namespace

const ClauseGuide& guide(Clause clause) { return guides[static_cast<std::size_t>(clause)]; }

}  // namespace proofload
