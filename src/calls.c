// Calls from R to Python through Python's C API, at a fraction of reticulate's cost. Arguments can be handles, vectors,
// small arrays or lists of them; results can be tensors, numbers or small arrays of floats. reticulate makes all other
// calls, and all calls if the C functions are not found or its handles have another layout.

#define _GNU_SOURCE // RTLD_DEFAULT
#include "values.h"
#include <string.h>
#ifndef _WIN32
#include <dlfcn.h>
#include <unistd.h>
#endif

#define FOR_EACH_FUNCTION(DO)                                           \
  DO(int, PyGILState_Ensure, (void))                                    \
  DO(void, PyGILState_Release, (int))                                   \
  DO(int, Py_IsInitialized, (void))                                     \
  DO(void, Py_DecRef, (PyObject *))                                     \
  DO(PyObject *, Py_BuildValue, (const char *, ...))                    \
  DO(PyObject *, PyObject_CallFunction, (PyObject *, const char *, ...)) \
  DO(PyObject *, PyObject_Type, (PyObject *))                           \
  DO(int, PySet_Add, (PyObject *, PyObject *))                          \
  DO(PyObject *, PyBool_FromLong, (long))                               \
  DO(double, PyFloat_AsDouble, (PyObject *))                            \
  DO(char *, PyBytes_AsString, (PyObject *))                            \
  DO(ptrdiff_t, PyBytes_Size, (PyObject *))                             \
  DO(PyObject *, PyBytes_FromStringAndSize, (const char *, ptrdiff_t))  \
  DO(PyObject *, PyList_New, (ptrdiff_t))                               \
  DO(ptrdiff_t, PyList_Size, (PyObject *))                              \
  DO(PyObject *, PyList_GetItem, (PyObject *, ptrdiff_t))               \
  DO(int, PyList_SetItem, (PyObject *, ptrdiff_t, PyObject *))          \
  DO(void, PyErr_Clear, (void))

#define DECLARE(type, name, arguments) static type(*name) arguments;
FOR_EACH_FUNCTION(DECLARE)
static PyObject *none, *float_type, *bytes_type, *list_type;

static PyObject *entry = NULL, *quick_types, *make_array;
static int process;

#define MOST_TYPES 8
#define MOST_NUMBERS 16384 // limit for copying an array; reticulate shares R's memory, which takes longer for small ones
#define MOST_ITEMS 64 // limit for a vector as a Python list, as in vector_to_python()
#define MOST_LEVELS 50
static struct {
  PyObject *type;
  SEXP classes, convert;
} tensors[MOST_TYPES];
static int type_count = 0;

static SEXP by_reticulate, arrays, kept; // symbols, which are never results
static SEXP pointer_name, convert_name;

#if R_VERSION >= R_Version(4, 5, 0)
#define HAS_ATTRIBUTES(x) ANY_ATTRIB(x)
#define GET_VARIABLE(name, environment) R_getVarEx(name, environment, FALSE, R_NilValue)
#else
#define HAS_ATTRIBUTES(x) (ATTRIB(x) != R_NilValue)
#define GET_VARIABLE(name, environment) Rf_findVarInFrame(environment, name)
#endif

static int find_python(void) {
#ifdef _WIN32
  return 0;
#else
#define FIND(type, name, arguments) &&(*(void **)&name = dlsym(RTLD_DEFAULT, #name))
  process = getpid();
  return 1 FOR_EACH_FUNCTION(FIND) && (none = dlsym(RTLD_DEFAULT, "_Py_NoneStruct")) &&
         (float_type = dlsym(RTLD_DEFAULT, "PyFloat_Type")) && (list_type = dlsym(RTLD_DEFAULT, "PyList_Type")) &&
         (bytes_type = dlsym(RTLD_DEFAULT, "PyBytes_Type"));
#endif
}

// TensorFlow hangs in a fork.
static int is_ready(void) {
#ifdef _WIN32
  return 0;
#else
  return entry && getpid() == process;
#endif
}

// The object of a handle; NULL for a handle of an earlier session.
PyObject *rkeras_get_object(SEXP x) {
  SEXP handle = rkeras_find_handle(x);
  SEXP pointer = handle == R_NilValue ? R_NilValue : GET_VARIABLE(pointer_name, handle);
  return TYPEOF(pointer) == EXTPTRSXP ? R_ExternalPtrAddr(pointer) : NULL;
}

static int has_type(PyObject *object, PyObject *type) {
  PyObject *found = PyObject_Type(object);
  Py_DecRef(found); // the object has a reference
  return found == type;
}

static PyObject *text_to_python(SEXP text) {
  int is_marked = Rf_getCharCE(text) == CE_UTF8;
  if (text == NA_STRING) return NULL;
  for (const char *letter = CHAR(text); *letter && !is_marked; letter++) {
    if ((unsigned char)*letter > 127) return NULL;
  }
  PyObject *made = Py_BuildValue("s", CHAR(text));
  if (!made) PyErr_Clear(); // marked as UTF-8, but invalid
  return made;
}

static SEXP list_to_python(SEXP x, int level, PyObject **made);

static PyObject *item_to_python(SEXP x, R_xlen_t i) {
  switch (TYPEOF(x)) {
    case LGLSXP: return LOGICAL(x)[i] == NA_LOGICAL ? NULL : PyBool_FromLong(LOGICAL(x)[i]);
    case INTSXP: return INTEGER(x)[i] == NA_INTEGER ? NULL : Py_BuildValue("i", INTEGER(x)[i]);
    case REALSXP: return ISNAN(REAL(x)[i]) ? NULL : Py_BuildValue("d", REAL(x)[i]);
    case STRSXP: return text_to_python(STRING_ELT(x, i));
    default: return NULL;
  }
}

// A copy of a vector or small array of numbers; read-only, as arrays from reticulate are.
static PyObject *array_to_python(SEXP x) {
  int is_double = TYPEOF(x) == REALSXP;
  if ((!is_double && TYPEOF(x) != INTSXP) || XLENGTH(x) > MOST_NUMBERS) return NULL;
  for (R_xlen_t i = 0; i < XLENGTH(x); i++) {
    if (is_double ? ISNAN(REAL(x)[i]) : INTEGER(x)[i] == NA_INTEGER) return NULL;
  }
  SEXP dim = Rf_getAttrib(x, R_DimSymbol);
  int is_vector = dim == R_NilValue;
  ptrdiff_t axes = is_vector ? 1 : XLENGTH(dim);
  PyObject *sizes = PyList_New(axes);
  for (ptrdiff_t axis = 0; axis < axes; axis++) {
    PyList_SetItem(sizes, axis, Py_BuildValue("i", is_vector ? (int)XLENGTH(x) : INTEGER(dim)[axis]));
  }
  const char *numbers = is_double ? (const char *)REAL(x) : (const char *)INTEGER(x);
  PyObject *bytes = PyBytes_FromStringAndSize(numbers, (ptrdiff_t)XLENGTH(x) * (is_double ? 8 : 4));
  PyObject *made = PyObject_CallFunction(make_array, "NNs", bytes, sizes, is_double ? "f8" : "i4");
  if (!made) PyErr_Clear();
  return made;
}

// A new reference; NULL for a value that R or reticulate must convert.
static PyObject *value_to_python(SEXP x, int level) {
  PyObject *object = NULL;
  if (Rf_isObject(x)) {
    int fits = Rf_inherits(x, "python.builtin.object") && !Rf_inherits(x, "rpytools.generator.RGenerator");
    return fits && (object = rkeras_get_object(x)) ? Py_BuildValue("O", object) : NULL;
  }
  if (x == R_NilValue) return Py_BuildValue("");
  if (Rf_isArray(x)) return array_to_python(x);
  if (!Rf_isVector(x) || HAS_ATTRIBUTES(x) || XLENGTH(x) == 0 || level > MOST_LEVELS) return NULL;
  if (XLENGTH(x) == 1 && TYPEOF(x) != VECSXP) return item_to_python(x, 0);
  if (TYPEOF(x) != VECSXP && XLENGTH(x) > MOST_ITEMS) return array_to_python(x);
  return list_to_python(x, level + 1, &object) == R_NilValue ? object : NULL;
}

// R_NilValue, or the symbol that says how the call must be made instead.
static SEXP list_to_python(SEXP x, int level, PyObject **made) {
  SEXP reason = R_NilValue;
  *made = PyList_New(XLENGTH(x));
  for (R_xlen_t i = 0; i < XLENGTH(x) && reason != by_reticulate; i++) {
    SEXP item = TYPEOF(x) == VECSXP ? VECTOR_ELT(x, i) : R_NilValue;
    PyObject *object = TYPEOF(x) == VECSXP ? value_to_python(item, level) : item_to_python(x, i);
    if (object) PyList_SetItem(*made, i, object);
    else reason = Rf_isArray(item) && Rf_isNumeric(item) && !Rf_isObject(item) ? arrays : by_reticulate;
  }
  if (reason != R_NilValue) Py_DecRef(*made);
  return reason;
}

static void forget(SEXP pointer) {
  PyObject *object = R_ExternalPtrAddr(pointer);
  if (object && Py_IsInitialized()) {
    int state = PyGILState_Ensure();
    Py_DecRef(object);
    PyGILState_Release(state);
  }
  R_ClearExternalPtr(pointer);
}

// A handle like those of reticulate.
static SEXP make_handle(PyObject *object, int place) {
  SEXP pointer = PROTECT(R_MakeExternalPtr(Py_BuildValue("O", object), R_NilValue, R_NilValue));
  R_RegisterCFinalizer(pointer, forget);
  SEXP handle = PROTECT(R_NewEnv(R_EmptyEnv, FALSE, 0));
  Rf_defineVar(pointer_name, pointer, handle);
  Rf_defineVar(convert_name, tensors[place].convert, handle);
  Rf_classgets(handle, tensors[place].classes);
  rkeras_watch_handle(handle);
  UNPROTECT(2);
  return handle;
}

// The bytes are doubles: the number of axes, their sizes, and the values in R's order.
static SEXP packed_to_r(PyObject *bytes) {
  const double *values = (const double *)PyBytes_AsString(bytes);
  int axes = (int)values[0];
  R_xlen_t size = PyBytes_Size(bytes) / (R_xlen_t)sizeof(double) - 1 - axes;
  SEXP made = PROTECT(Rf_allocVector(REALSXP, size)), dim = PROTECT(Rf_allocVector(INTSXP, axes));
  for (int axis = 0; axis < axes; axis++) INTEGER(dim)[axis] = (int)values[1 + axis];
  if (size) memcpy(REAL(made), values + 1 + axes, (size_t)size * sizeof(double));
  if (axes) Rf_setAttrib(made, R_DimSymbol, dim);
  UNPROTECT(2);
  return made;
}

// The Python function has kept any other result, for reticulate to fetch.
static SEXP result_to_r(PyObject *result) {
  for (int place = 0; place < type_count; place++) {
    if (has_type(result, tensors[place].type)) return make_handle(result, place);
  }
  if (result == none) return R_NilValue;
  if (has_type(result, float_type)) return Rf_ScalarReal(PyFloat_AsDouble(result));
  if (has_type(result, bytes_type)) return packed_to_r(result);
  if (!has_type(result, list_type)) return kept;
  SEXP list = PROTECT(Rf_allocVector(VECSXP, PyList_Size(result)));
  for (R_xlen_t i = 0; i < XLENGTH(list); i++) SET_VECTOR_ELT(list, i, result_to_r(PyList_GetItem(result, i)));
  UNPROTECT(1);
  return list;
}

// Calls a function of the Python package by name with R's arguments. Returns its result or one of the symbols.
SEXP rkeras_call(SEXP name, SEXP values) {
  if (!is_ready()) return by_reticulate;
  int state = PyGILState_Ensure();
  PyObject *names = NULL, *given;
  SEXP result = list_to_python(values, 0, &given);
  if (result == R_NilValue) {
    SEXP named = Rf_getAttrib(values, R_NamesSymbol);
    if (named == R_NilValue) names = PyList_New(0);
    else if (list_to_python(named, 0, &names) != R_NilValue) names = NULL;
    PyObject *found = names ? PyObject_CallFunction(entry, "sNN", CHAR(STRING_ELT(name, 0)), names, given) : NULL;
    if (!names) Py_DecRef(given);
    if (!found) PyErr_Clear();
    result = PROTECT(found ? result_to_r(found) : names ? kept : by_reticulate);
    if (found) Py_DecRef(found);
    UNPROTECT(1);
  }
  PyGILState_Release(state);
  return result;
}

// Sets the handles of the Python function to call, of the set of tensor types that it may return, and of the function that
// creates arrays. NULL leaves all calls to reticulate.
SEXP rkeras_set_entry(SEXP parts) {
  entry = NULL;
  type_count = 0;
  if (parts != R_NilValue && find_python()) {
    R_PreserveObject(parts);
    quick_types = rkeras_get_object(VECTOR_ELT(parts, 1));
    make_array = rkeras_get_object(VECTOR_ELT(parts, 2));
    entry = rkeras_get_object(VECTOR_ELT(parts, 0));
  }
  return R_NilValue;
}

// From now on, tensors of this type get handles like this one from reticulate, provided that it has the known layout.
SEXP rkeras_note_type(SEXP handle) {
  PyObject *object = is_ready() && type_count < MOST_TYPES && TYPEOF(handle) == ENVSXP ? rkeras_get_object(handle) : NULL;
  SEXP convert = object ? GET_VARIABLE(convert_name, handle) : R_NilValue;
  if (TYPEOF(convert) != LGLSXP || Rf_xlength(handle) != 2) return R_NilValue;
  int state = PyGILState_Ensure();
  PyObject *type = PyObject_Type(object);
  int is_new = 1;
  for (int place = 0; place < type_count; place++) is_new = is_new && tensors[place].type != type;
  if (is_new && !PySet_Add(quick_types, type)) {
    tensors[type_count].type = type;
    R_PreserveObject(tensors[type_count].convert = convert);
    R_PreserveObject(tensors[type_count].classes = Rf_getAttrib(handle, R_ClassSymbol));
    type_count++;
  }
  PyGILState_Release(state);
  return R_NilValue;
}

void rkeras_begin_calls(void) {
  by_reticulate = Rf_install("by_reticulate");
  arrays = Rf_install("arrays");
  kept = Rf_install("kept");
  pointer_name = Rf_install("pyobj");
  convert_name = Rf_install("convert");
}
