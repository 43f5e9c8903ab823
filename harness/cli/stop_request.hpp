/// Ctrl-C as a request: a verb that holds something worth keeping ends in its own time; a second one ends it at once.
#pragma once

namespace proofload::cli {

/// From now on SIGINT and SIGTERM only set a flag, the first time.
void catch_stop_requests();

/// Whether one came.
bool stop_requested();

}  // namespace proofload::cli
