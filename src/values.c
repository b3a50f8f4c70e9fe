// Python objects in R's serialization. A handle, the environment in which reticulate stores its pointer, gets an attribute of
// an ALTREP class. R asks such a vector for its state only when it writes it, and lets this package recreate the vector from
// the state when it reads it. Both are done by the R functions in R/values-*.R.

#include "values.h"
#include <stdint.h>
#include <R_ext/Altrep.h>
#include <R_ext/Rdynload.h>

static R_altrep_class_t handle_state_class;
static R_altrep_class_t shown_bytes_class;
static SEXP write_state = NULL; // R functions
static SEXP read_state = NULL;
static SEXP note_length = NULL;
static SEXP mark = NULL;

static SEXP new_state(SEXP handle, SEXP record) {
  return R_new_altrep(handle_state_class, handle, record);
}

// list(handle, record)
static SEXP serialized_state(SEXP x) {
  SEXP call = PROTECT(Rf_lang3(write_state, R_altrep_data1(x), R_altrep_data2(x)));
  SEXP state = Rf_eval(call, R_BaseEnv);
  UNPROTECT(1);
  return state;
}

// Only the attributes of the handle are still missing: R reads them last.
static SEXP unserialize(SEXP class, SEXP state) {
  SEXP call = PROTECT(Rf_lang2(read_state, state));
  Rf_eval(call, R_BaseEnv);
  UNPROTECT(1);
  return new_state(VECTOR_ELT(state, 0), VECTOR_ELT(state, 1));
}

// Version 2 of the format asks for the length instead of the state.
static R_xlen_t state_length(SEXP x) {
  SEXP call = PROTECT(Rf_lang1(note_length));
  Rf_eval(call, R_BaseEnv);
  UNPROTECT(1);
  return 0;
}

static void *data_pointer(SEXP x, Rboolean writeable) {
  static Rbyte nothing = 0;
  return &nothing;
}

static SEXP same_state(SEXP x, Rboolean deep) { return x; }

// The environment with the pointer. A callable Python object is an R function, which has it as an attribute.
SEXP rkeras_find_handle(SEXP x) {
  if (TYPEOF(x) == CLOSXP) x = Rf_getAttrib(x, Rf_install("py_object"));
  return TYPEOF(x) == ENVSXP ? x : R_NilValue;
}

SEXP rkeras_watch_handle(SEXP x) {
  SEXP handle = rkeras_find_handle(x);
  if (handle != R_NilValue && Rf_getAttrib(handle, mark) == R_NilValue) {
    SEXP state = PROTECT(new_state(handle, R_NilValue));
    Rf_setAttrib(handle, mark, state);
    UNPROTECT(1);
  }
  return x;
}

// The record of a handle that was read; R's NULL for any other.
SEXP rkeras_get_record(SEXP x) {
  SEXP handle = rkeras_find_handle(x);
  SEXP state = handle == R_NilValue ? R_NilValue : Rf_getAttrib(handle, mark);
  int is_state = ALTREP(state) && R_altrep_inherits(state, handle_state_class);
  return is_state ? R_altrep_data2(state) : R_NilValue;
}

// After its object was recreated, a handle is like any other.
SEXP rkeras_forget_record(SEXP handle) {
  Rf_setAttrib(handle, mark, R_NilValue);
  return rkeras_watch_handle(handle);
}

SEXP rkeras_set_functions(SEXP write, SEXP read, SEXP note) {
  R_PreserveObject(write_state = write);
  R_PreserveObject(read_state = read);
  R_PreserveObject(note_length = note);
  return R_NilValue;
}

// A raw vector that shows the `length` bytes at `address`, from where R writes them. The handle `owner` keeps them alive.
SEXP rkeras_show_bytes(SEXP place, SEXP owner) {
  return R_new_altrep(shown_bytes_class, owner, place);
}

static R_xlen_t shown_length(SEXP x) { return (R_xlen_t)REAL(R_altrep_data2(x))[1]; }

static void *shown_pointer(SEXP x, Rboolean writeable) {
  return (void *)(uintptr_t)REAL(R_altrep_data2(x))[0];
}

static const R_CallMethodDef calls[] = {
  {"rkeras_watch_handle", (DL_FUNC)&rkeras_watch_handle, 1},
  {"rkeras_get_record", (DL_FUNC)&rkeras_get_record, 1},
  {"rkeras_forget_record", (DL_FUNC)&rkeras_forget_record, 1},
  {"rkeras_show_bytes", (DL_FUNC)&rkeras_show_bytes, 2},
  {"rkeras_set_functions", (DL_FUNC)&rkeras_set_functions, 3},
  {"rkeras_call", (DL_FUNC)&rkeras_call, 2},
  {"rkeras_set_entry", (DL_FUNC)&rkeras_set_entry, 1},
  {"rkeras_note_type", (DL_FUNC)&rkeras_note_type, 1},
  {"rkeras_find_python", (DL_FUNC)&rkeras_find_python, 0},
  {"rkeras_to_r", (DL_FUNC)&rkeras_to_r, 1},
  {"rkeras_goes_as_it_is", (DL_FUNC)&rkeras_goes_as_it_is, 1},
  {"rkeras_parts_go_as_they_are", (DL_FUNC)&rkeras_parts_go_as_they_are, 1},
  {NULL, NULL, 0}
};

void R_init_rkeras(DllInfo *library) {
  R_registerRoutines(library, NULL, calls, NULL, NULL);
  R_useDynamicSymbols(library, FALSE);
  mark = Rf_install("rkeras_state");
  rkeras_begin_calls();
  rkeras_begin_crossings();
  handle_state_class = R_make_altraw_class("handle_state", "rkeras", library);
  R_set_altrep_Serialized_state_method(handle_state_class, serialized_state);
  R_set_altrep_Unserialize_method(handle_state_class, unserialize);
  R_set_altrep_Length_method(handle_state_class, state_length);
  R_set_altrep_Duplicate_method(handle_state_class, same_state);
  R_set_altvec_Dataptr_method(handle_state_class, data_pointer);
  shown_bytes_class = R_make_altraw_class("shown_bytes", "rkeras", library);
  R_set_altrep_Length_method(shown_bytes_class, shown_length);
  R_set_altvec_Dataptr_method(shown_bytes_class, shown_pointer);
}
