#include "proofload/loader.hpp"
#include "zoo/fortran_of_two_axes.hpp"

PROOFLOAD_LOADER(fortran_of_two_axes_twin) {
  return proofload::zoo::fortran_of_two_axes<proofload::zoo::Variant::twin>();
}
