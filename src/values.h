// What both files know of the handles of Python's objects.

#ifndef RKERAS_VALUES_H
#define RKERAS_VALUES_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <Rversion.h>

SEXP rkeras_find_handle(SEXP x);
SEXP rkeras_watch_handle(SEXP x);

void rkeras_begin_calls(void);
SEXP rkeras_call(SEXP name, SEXP values);
SEXP rkeras_set_entry(SEXP parts);
SEXP rkeras_note_type(SEXP handle);

#endif
