#include "zoo/fortran_of_two_axes.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(fortran_of_two_axes) {
  return proofload::zoo::fortran_of_two_axes<proofload::zoo::Variant::specimen>();
}
