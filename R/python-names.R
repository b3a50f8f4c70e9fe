# Paths in the Python package. No other R file contains such paths.
python_names <- c(
  # Modules; only tests import the last three.
  check_session = "rkeras_py.porting.checking.session",
  translate_session = "rkeras_py.porting.translate.session",
  verification = "rkeras_py.porting.verification.recording",
  bridge_handles = "rkeras_py.bridge.handles",
  bridge_plots = "rkeras_py.bridge.plots",
  custom_classes = "rkeras_py.custom.classes",
  custom_functions = "rkeras_py.custom.functions",
  custom_layers = "rkeras_py.custom.layers",
  custom_r6 = "rkeras_py.custom.r6",
  inside = "rkeras_py.graph.inside",
  interrupts = "rkeras_py.interrupts.handler",
  origins = "rkeras_py.r.origins",
  installing = "rkeras_py.engine.installing",
  requirements = "rkeras_py.engine.requirements",
  keras2_backend = "rkeras_py.backend.keras2_module",
  r_contexts = "rkeras_py.r.contexts",
  r_errors = "rkeras_py.r.errors",
  r_results = "rkeras_py.r.results",
  r_iterators = "rkeras_py.r.iterators",
  r_missing = "rkeras_py.r.missing",
  r_process = "rkeras_py.r.process",
  r_threads = "rkeras_py.r.threads",
  r_parts = "rkeras_py.r.parts",
  r_vectors = "rkeras_py.r.vectors",
  r_wide = "rkeras_py.r.wide",
  saved_values = "rkeras_py.saving.values",
  backend_choice = "rkeras_py.engine.backend_choice",
  implementation = "rkeras_py.backend.implementation",
  tensorflow_import = "rkeras_py.patches.tensorflow_import",
  training_history = "rkeras_py.training.history",
  datasets = "rkeras_py.datasets.builtin",
  precision = "rkeras_py.data.precision",
  levels = "rkeras_py.models.levels",
  model_tables = "rkeras_py.models.tables",
  tables = "rkeras_py.messages.tables",
  tuning = "rkeras_py.tuning.searching",
  metrics_page = "rkeras_py.callbacks.metrics_page",
  targets = "rkeras_py.compat.targets",
  whole_numbers = "rkeras_py.compat.whole_numbers",
  r_evaluator = "rkeras_py.r.evaluator",
  # Classes of which R receives instances.
  AdditiveAttention = "rkeras_py.classes.causal.AdditiveAttention",
  BackendFunction = "rkeras_py.backend.graph.BackendFunction",
  DataFrameIterator = "rkeras_py.preprocessing.images.flow_classes.DataFrameIterator",
  Dataset = "rkeras_py.datasets.builtin.Dataset",
  NumpyDataset = "rkeras_py.datasets.builtin.NumpyDataset",
  DenseFeatures = "rkeras_py.classes.dense_features.DenseFeatures",
  DirectoryIterator = "rkeras_py.preprocessing.images.flow_classes.DirectoryIterator",
  Factor = "rkeras_py.data.arrays.Factor",
  ImageDataGenerator = "rkeras_py.preprocessing.images.augmentation.ImageDataGenerator",
  Indices = "rkeras_py.r.results.Indices",
  Interrupted = "rkeras_py.r.results.Interrupted",
  Iterator = "rkeras_py.preprocessing.images.flow_classes.Iterator",
  KerasTrainingHistory = "rkeras_py.training.history.KerasTrainingHistory",
  LargeArray = "rkeras_py.r.results.LargeArray",
  LocallyConnected1D = "rkeras_py.classes.locally_connected.LocallyConnected1D",
  LocallyConnected2D = "rkeras_py.classes.locally_connected.LocallyConnected2D",
  MeanRelativeError = "rkeras_py.classes.metrics.MeanRelativeError",
  MeanTensor = "rkeras_py.classes.metrics.MeanTensor",
  Measures = "rkeras_py.training.fit.Measures",
  NAType = "rkeras_py.r.missing.NAType",
  NamedColumns = "rkeras_py.r.results.NamedColumns",
  NumpyArrayIterator = "rkeras_py.preprocessing.images.flow_classes.NumpyArrayIterator",
  OfR6 = "rkeras_py.custom.r6.OfR6",
  Parts = "rkeras_py.r.parts.Parts",
  Piped = "rkeras_py.syntax.piped.Piped",
  RError = "rkeras_py.r.errors.RError",
  Sequences = "rkeras_py.r.results.Sequences",
  Skipgrams = "rkeras_py.r.results.Skipgrams",
  TimeseriesGenerator = "rkeras_py.preprocessing.timeseries_classes.TimeseriesGenerator",
  Tokenizer = "rkeras_py.preprocessing.text.tokenizer.Tokenizer",
  Warned = "rkeras_py.r.results.Warned",
  WholeVocabulary = "rkeras_py.layers.methods.WholeVocabulary",
  Words = "rkeras_py.r.results.Words"
)

# A module of the Python package, by its name above.
import_rkeras_py <- function(name, convert = TRUE) {
  reticulate::import(python_names[[name]], convert = convert)
}

# The functions of a module, cached: `$` of a module creates a new R function each time.
functions_of <- function(name) {
  if (is.null(state$rooms[[name]])) {
    state$rooms[[name]] <- structure(new.env(parent = emptyenv()), class = "rkeras_room", name = name)
  }
  state$rooms[[name]]
}

#' @export
`$.rkeras_room` <- function(x, name) {
  kept <- .subset2(x, name)
  if (!is.null(kept)) {
    return(kept)
  }
  found <- import_rkeras_py(attr(x, "name"))[[name]]
  if (is.function(found)) {
    assign(name, found, envir = x)
  }
  found
}
