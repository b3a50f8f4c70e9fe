// Handles of Python objects, for all files here.

#ifndef RKERAS_VALUES_H
#define RKERAS_VALUES_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <Rversion.h>

typedef struct python_object PyObject;

SEXP rkeras_find_handle(SEXP x);
SEXP rkeras_watch_handle(SEXP x);

void rkeras_begin_calls(void);
SEXP rkeras_call(SEXP name, SEXP values);
SEXP rkeras_set_entry(SEXP parts);
SEXP rkeras_note_type(SEXP handle);
PyObject *rkeras_get_object(SEXP x);

void rkeras_begin_crossings(void);
SEXP rkeras_find_python(void);
SEXP rkeras_to_r(SEXP x);
int rkeras_fill_texts(PyObject *list, SEXP texts);
int rkeras_read_texts(PyObject *list, SEXP *texts);
SEXP rkeras_goes_as_it_is(SEXP x);
SEXP rkeras_parts_go_as_they_are(SEXP x);

#endif
