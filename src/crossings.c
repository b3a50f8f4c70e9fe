// Quick checks for values that reticulate converts correctly, as most are. Lists of numbers become R vectors here, in less
// time than Python needs to look at their types. For all others, R calls Python: see R/python-wide-numbers.R and
// R/python-reticulate.R.

#define _GNU_SOURCE // RTLD_DEFAULT
#include "values.h"
#include <string.h>
#ifndef _WIN32
#include <dlfcn.h>
#endif

struct python_object {
  ptrdiff_t references;
  PyObject *type;
}; // reticulate declares it, too; rkeras_find_python() checks the layout

#define FOR_EACH_FUNCTION(DO)                                              \
  DO(int, PyGILState_Ensure, (void))                                       \
  DO(void, PyGILState_Release, (int))                                      \
  DO(void, Py_DecRef, (PyObject *))                                        \
  DO(PyObject *, PyObject_Type, (PyObject *))                              \
  DO(long long, PyLong_AsLongLongAndOverflow, (PyObject *, int *))         \
  DO(double, PyFloat_AsDouble, (PyObject *))                               \
  DO(ptrdiff_t, PyList_Size, (PyObject *))                                 \
  DO(PyObject *, PyList_GetItem, (PyObject *, ptrdiff_t))                  \
  DO(ptrdiff_t, PyTuple_Size, (PyObject *))                                \
  DO(PyObject *, PyTuple_GetItem, (PyObject *, ptrdiff_t))                 \
  DO(const char *, PyUnicode_AsUTF8AndSize, (PyObject *, ptrdiff_t *))     \
  DO(PyObject *, PyUnicode_DecodeUTF8, (const char *, ptrdiff_t, const char *)) \
  DO(int, PyList_SetItem, (PyObject *, ptrdiff_t, PyObject *))             \
  DO(void, PyErr_Clear, (void))                                            \
  DO(int, PyDict_Next, (PyObject *, ptrdiff_t *, PyObject **, PyObject **))

#define FOR_EACH_OBJECT(DO)      \
  DO(none, "_Py_NoneStruct")     \
  DO(int_type, "PyLong_Type")    \
  DO(float_type, "PyFloat_Type") \
  DO(bool_type, "PyBool_Type")   \
  DO(text_type, "PyUnicode_Type") \
  DO(bytes_type, "PyBytes_Type") \
  DO(list_type, "PyList_Type")   \
  DO(tuple_type, "PyTuple_Type") \
  DO(dict_type, "PyDict_Type")

#define DECLARE(type, name, arguments) static type(*name) arguments;
#define DECLARE_OBJECT(name, symbol) static PyObject *name;
FOR_EACH_FUNCTION(DECLARE)
FOR_EACH_OBJECT(DECLARE_OBJECT)

#define MOST_LEVELS 50
#define FEW_NAMES 32

static int is_ready = 0;
static SEXP as_it_is, unsure; // symbols, which are never results

static int has_known_layout(PyObject *object) {
  PyObject *type = PyObject_Type(object);
  Py_DecRef(type);
  return object->type == type;
}

// Must be called after Python has started.
SEXP rkeras_find_python(void) {
#ifndef _WIN32
#define FIND(type, name, arguments) &&(*(void **)&name = dlsym(RTLD_DEFAULT, #name))
#define FIND_OBJECT(name, symbol) &&(name = dlsym(RTLD_DEFAULT, symbol))
  int is_found = 1 FOR_EACH_FUNCTION(FIND) FOR_EACH_OBJECT(FIND_OBJECT);
  if (is_found) {
    int state = PyGILState_Ensure();
    is_ready = has_known_layout(none) && has_known_layout(int_type);
    PyGILState_Release(state);
  }
#endif
  return R_NilValue;
}

static int is_in_range(PyObject *number) {
  int overflows = 0;
  long long value = PyLong_AsLongLongAndOverflow(number, &overflows);
  return !overflows && value >= -INT_MAX && value <= INT_MAX;
}

// R strings are UTF-8 without NUL characters. reticulate silently cuts other texts, or crashes.
static int fits_text(PyObject *text) {
  ptrdiff_t size;
  const char *data = PyUnicode_AsUTF8AndSize(text, &size);
  if (!data) PyErr_Clear();
  return data && !memchr(data, 0, size);
}

// Tells whether reticulate converts a value correctly; 0 also if only Python can tell.
static int keeps_its_value(PyObject *object, int level) {
  PyObject *type = object->type;
  if (type == text_type) return fits_text(object);
  if (type == float_type || type == bool_type || object == none || type == bytes_type) return 1;
  if (type == int_type) return is_in_range(object);
  if (level > MOST_LEVELS) return 0;
  if (type == list_type || type == tuple_type) {
    ptrdiff_t size = type == list_type ? PyList_Size(object) : PyTuple_Size(object);
    for (ptrdiff_t i = 0; i < size; i++) {
      PyObject *item = type == list_type ? PyList_GetItem(object, i) : PyTuple_GetItem(object, i);
      if (!keeps_its_value(item, level + 1)) return 0;
    }
    return 1;
  }
  if (type != dict_type) return 0;
  PyObject *key, *value;
  for (ptrdiff_t place = 0; PyDict_Next(object, &place, &key, &value);) {
    if (!keeps_its_value(value, level + 1) || (key->type == text_type && !fits_text(key))) return 0;
  }
  return 1;
}

// The vector for a list of numbers of one type, or a symbol.
static SEXP numbers_to_r(PyObject *list) {
  ptrdiff_t size = PyList_Size(list);
  PyObject *type = size ? PyList_GetItem(list, 0)->type : none;
  int is_whole = type == int_type, overflows = 0;
  if (!is_whole && type != float_type) return unsure;
  SEXP made = PROTECT(Rf_allocVector(is_whole ? INTSXP : REALSXP, size));
  int *whole = is_whole ? INTEGER(made) : NULL;
  double *numbers = is_whole ? NULL : REAL(made);
  ptrdiff_t i = 0;
  for (; i < size; i++) {
    PyObject *item = PyList_GetItem(list, i);
    if (item->type != type) break;
    if (is_whole) {
      long long value = PyLong_AsLongLongAndOverflow(item, &overflows);
      if (overflows || value < -INT_MAX || value > INT_MAX) break;
      whole[i] = (int)value;
    } else {
      numbers[i] = PyFloat_AsDouble(item);
    }
  }
  UNPROTECT(1);
  return i == size ? made : unsure;
}

// The R value of a Python object; a symbol if reticulate must convert it, or if Python must be called first.
SEXP rkeras_to_r(SEXP x) {
  PyObject *object = is_ready && Rf_inherits(x, "python.builtin.object") ? rkeras_get_object(x) : NULL;
  if (!object) return unsure;
  int state = PyGILState_Ensure();
  PyObject *type = object->type;
  SEXP found = unsure;
  if (type == int_type && is_in_range(object)) {
    int overflows;
    found = Rf_ScalarInteger((int)PyLong_AsLongLongAndOverflow(object, &overflows));
  } else if (type == float_type) {
    found = Rf_ScalarReal(PyFloat_AsDouble(object));
  } else if (type == list_type) {
    found = numbers_to_r(object);
  }
  if (found == unsure && keeps_its_value(object, 0)) found = as_it_is;
  PyGILState_Release(state);
  return found;
}

// Fills a character vector with the texts of a list, which Python has checked, and NA for None; 0 if that cannot be done
// here. The bridge calls it.
int rkeras_fill_texts(PyObject *list, SEXP texts) {
  if (!is_ready) return 0;
  for (ptrdiff_t i = 0; i < XLENGTH(texts); i++) {
    PyObject *item = PyList_GetItem(list, i);
    ptrdiff_t size = 0;
    const char *data = item == none ? NULL : PyUnicode_AsUTF8AndSize(item, &size);
    SET_STRING_ELT(texts, i, data ? Rf_mkCharLenCE(data, (int)size, CE_UTF8) : NA_STRING);
  }
  return 1;
}

// Puts texts into a list of as many None, and leaves NA; 0 if Python must read them, as one is no UTF-8.
int rkeras_read_texts(PyObject *list, SEXP *texts) {
  int fits = is_ready;
  const void *top = vmaxget();
  for (ptrdiff_t i = 0; fits && i < PyList_Size(list); i++) {
    if (texts[i] == NA_STRING) continue;
    const char *data = Rf_getCharCE(texts[i]) == CE_BYTES ? NULL : Rf_translateCharUTF8(texts[i]);
    PyObject *text = data ? PyUnicode_DecodeUTF8(data, strlen(data), NULL) : NULL;
    if (text) {
      PyList_SetItem(list, i, text); // which takes the reference
    } else {
      if (data) PyErr_Clear();
      fits = 0;
    }
  }
  vmaxset(top);
  return fits;
}

static int has_gap(SEXP x) {
  R_xlen_t size = XLENGTH(x);
  switch (TYPEOF(x)) {
    case STRSXP:
      for (R_xlen_t i = 0; i < size; i++) {
        if (STRING_ELT(x, i) == NA_STRING) return 1;
      }
      return 0;
    case LGLSXP:
      for (R_xlen_t i = 0; i < size; i++) {
        if (LOGICAL_RO(x)[i] == NA_LOGICAL) return 1;
      }
      return 0;
    default: {
      if (INTEGER_NO_NA(x)) return 0; // also for 1:n, which is not expanded in memory
      const int *values = INTEGER_RO(x);
      for (R_xlen_t i = 0; i < size; i++) {
        if (values[i] == NA_INTEGER) return 1;
      }
      return 0;
    }
  }
}

// Tells whether a dict keeps all names; encodings need not be compared.
static int has_plain_names(SEXP x) {
  SEXP names = Rf_getAttrib(x, R_NamesSymbol);
  if (names == R_NilValue) return 1;
  if (XLENGTH(names) > FEW_NAMES) return 0;
  for (R_xlen_t i = 0; i < XLENGTH(names); i++) {
    SEXP name = STRING_ELT(names, i);
    if (name == NA_STRING || !*CHAR(name)) return 0;
    for (const char *letter = CHAR(name); *letter; letter++) {
      if ((unsigned char)*letter > 127) return 0;
    }
    for (R_xlen_t j = 0; j < i; j++) {
      if (STRING_ELT(names, j) == name) return 0;
    }
  }
  return 1;
}

static int goes_as_it_is(SEXP x, int level);

static int parts_go_as_they_are(SEXP x, int level) {
  if (level > MOST_LEVELS) return 0;
  for (R_xlen_t i = 0; i < XLENGTH(x); i++) {
    if (!goes_as_it_is(VECTOR_ELT(x, i), level)) return 0;
  }
  return 1;
}

static int goes_as_it_is(SEXP x, int level) {
  if (Rf_isObject(x)) return Rf_inherits(x, "python.builtin.object");
  switch (TYPEOF(x)) {
    case STRSXP:
    case LGLSXP:
    case INTSXP: return !has_gap(x);
    case VECSXP: return has_plain_names(x) && parts_go_as_they_are(x, level + 1);
    case CLOSXP: return 0;
    default: return 1;
  }
}

// Tells whether keep_value() would return the value unchanged; FALSE if R must check.
SEXP rkeras_goes_as_it_is(SEXP x) { return Rf_ScalarLogical(goes_as_it_is(x, 0)); }

// The same for keep_parts() and a list, whose names do not matter.
SEXP rkeras_parts_go_as_they_are(SEXP x) {
  return Rf_ScalarLogical(TYPEOF(x) == VECSXP && parts_go_as_they_are(x, 0));
}

void rkeras_begin_crossings(void) {
  as_it_is = Rf_install("as_it_is");
  unsure = Rf_install("unsure");
}
