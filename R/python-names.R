# Where things of the Python package are, and the only place where R spells their paths.
python_names <- c(
  # Modules; the last three are those that only tests import.
  bridge_handles = "rkeras_py.bridge.handles",
  custom_classes = "rkeras_py.custom.classes",
  custom_functions = "rkeras_py.custom.functions",
  custom_layers = "rkeras_py.custom.layers",
  keras2_backend = "rkeras_py.backend.keras2_module",
  r_process = "rkeras_py.r.process",
  datasets = "rkeras_py.datasets.builtin",
  metrics_page = "rkeras_py.callbacks.metrics_page",
  whole_numbers = "rkeras_py.compat.whole_numbers",
  r_evaluator = "rkeras_py.r.evaluator",
  # Classes of which R gets instances.
  BackendFunction = "rkeras_py.backend.graph.BackendFunction",
  Dataset = "rkeras_py.datasets.builtin.Dataset",
  Factor = "rkeras_py.data.arrays.Factor",
  Indices = "rkeras_py.r.results.Indices",
  Interrupted = "rkeras_py.r.results.Interrupted",
  KerasTrainingHistory = "rkeras_py.training.history.KerasTrainingHistory",
  LargeArray = "rkeras_py.r.results.LargeArray",
  Measures = "rkeras_py.training.fit.Measures",
  Sequences = "rkeras_py.r.results.Sequences",
  Skipgrams = "rkeras_py.r.results.Skipgrams",
  Warned = "rkeras_py.r.results.Warned",
  WholeVocabulary = "rkeras_py.layers.methods.WholeVocabulary",
  Words = "rkeras_py.r.results.Words"
)

# A module of the Python package, by its name above.
import_rkeras_py <- function(name, convert = TRUE) {
  reticulate::import(python_names[[name]], convert = convert)
}
