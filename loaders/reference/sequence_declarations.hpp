/// What the loaders of sequences promise and how they are made: one declaration, for every format and way of padding.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/padded.hpp"
#include "reference/sequence_folder_reader.hpp"

namespace proofload::reference {

/// Policies where the options set none.
inline constexpr BatchPlan sequence_policies = {.bad_sample = BadSample::fail, .last_batch = LastBatch::keep};

/// Padded behind, to the longest of the batch; too long ones lose their tail.
inline constexpr Ragged pad_behind = {.pad = Ragged::Side::tail,
                                      .to = Ragged::To::longest,
                                      .cut = Ragged::Side::tail,
                                      .mask = Ragged::Mask::true_is_real,
                                      .empty = Ragged::Empty::kept};

/// Padded in front, to the longest of the batch; too long ones lose their head, and empty ones are refused.
inline constexpr Ragged pad_before = {.pad = Ragged::Side::head,
                                      .to = Ragged::To::longest,
                                      .cut = Ragged::Side::head,
                                      .pad_value = -1,
                                      .mask = Ragged::Mask::true_is_padding,
                                      .empty = Ragged::Empty::refused};

/// Padded behind, to the declared length; longer ones are refused.
inline constexpr Ragged pad_to_length = {.pad = Ragged::Side::tail,
                                         .to = Ragged::To::length,
                                         .cut = Ragged::Side::neither,
                                         .mask = Ragged::Mask::true_is_real,
                                         .empty = Ragged::Empty::kept};

/// Three columns x, y and z, numbers from -1000 to 1000.
SequencePlan csv_plan(const Ragged& ragged);

SequencePlan npy_plan(const Ragged& ragged);

/// Everything but what is read: for any format of sequences of that plan.
Declaration sequences(Reads reads, const SequencePlan& plan, const Ragged& ragged);

Declaration csv_sequences(const Ragged& ragged);

/// Batches of sequences of up to 3 steps, of 4 to 11, and of more.
Declaration csv_sequences_bucketed();

/// The same numbers, as members of objects. `ragged.empty` is to be `refused`.
Declaration jsonl_sequences(const Ragged& ragged);

/// Arrays of three columns, with the same numbers.
Declaration npy_sequences(const Ragged& ragged);

/// Texts of 4,096 tokens, as their ids.
Declaration text_sequences(const Ragged& ragged);

}  // namespace proofload::reference
