/// A thread dump is the stack of every other thread of this process, on standard error.
#pragma once

namespace proofload {

/// Installs what `dump_stacks` needs (a handler of SIGRTMIN + 3). Before the loader has threads.
void prepare_dump();

/// One thread after another: each is interrupted and prints its own. A thread that does not answer within 300 ms is
/// left out, and after 2 s the rest are. May not return when a thread was interrupted inside of malloc while this one
/// allocates, so whatever must be known is written before.
void dump_stacks();

}  // namespace proofload
