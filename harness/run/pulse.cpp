#include "run/pulse.hpp"

namespace proofload {

Pulse& pulse() {
  static Pulse of_this_process;
  return of_this_process;
}

}  // namespace proofload
