"""Right arguments of every function, in Python's code and in R's: one of them at a time is made a wrong one.

What the tables do not have comes from the word of the argument.
"""

from rkeras_py.compat.keras2_arguments import OTHER_NAMES
from rkeras_py.signatures.registry import Spec
from rkeras_py.signatures.words import MISSING, Word

Code = tuple[str, str]

MATRIX: Code = ("np.ones((4, 3))", "matrix(1, 4, 3)")
STEPS: Code = ("np.ones((2, 4, 3))", "array(1, c(2, 4, 3))")
IMAGES: Code = ("np.ones((2, 4, 4, 3))", "array(1, c(2, 4, 4, 3))")
VOLUMES: Code = ("np.ones((1, 4, 4, 4, 2))", "array(1, c(1, 4, 4, 4, 2))")
LABELS: Code = ("np.array([0, 1, 0, 1])", "c(0L, 1L, 0L, 1L)")
COLUMN: Code = ("np.ones((4, 1))", "matrix(1, 4, 1)")
PAIR: Code = ("[np.ones((4, 3)), np.ones((4, 3))]", "list(matrix(1, 4, 3), matrix(1, 4, 3))")
TEXTS: Code = ("['a b', 'b c']", 'c("a b", "b c")')
SEQUENCES: Code = ("[[1, 2], [2]]", "list(c(1L, 2L), c(2L, 2L))")
VARIABLE: Code = ("keras.Variable(np.ones((4, 3)))", "k_variable(matrix(1, 4, 3))")
MODEL: Code = ("make_model()", "make_model()")
LAYER: Code = ("rk.layer_dense(units=1)", "layer_dense(units = 1)")
TOKENIZER: Code = ("make_tokenizer()", "make_tokenizer()")
IDENTITY: Code = ("lambda *args: args[0]", "function(...) ..1")
NOTHING: Code = ("lambda *args: None", "function(...) NULL")
ONE: Code = ("1", "1L")
BATCHES: Code = ("make_batches()", "make_batches()")
MINUS: Code = ("-1", "-1")
LOGICAL: Code = ("np.ones((4, 3), bool)", "matrix(TRUE, 4, 3)")

CELL: Code = ("rk.layer_lstm_cell(units=1)", "layer_lstm_cell(units = 1)")
FRAME: Code = ("make_frame()", "data.frame(a = c(1, 2), filename = 'picture.png', label = 'c')")

OF_HINT = {
    "Int": ONE,
    "Ints": ONE,
    "IntVector": ONE,
    "Shape": ONE,
    "Number": ("0.5", "0.5"),
    "Numbers": ("0.5", "0.5"),
    "bool": ("True", "TRUE"),
    "str": ("'many'", '"many"'),
    "Path": ("'many'", '"many"'),
    "Strings": TEXTS,
    "Function": IDENTITY,
    "NameOrObject": ("'relu'", '"relu"'),
    "AnyLayer": LAYER,
    "rkeras_py.preprocessing.text.tokenizer.Tokenizer": TOKENIZER,
}
"""By the hint of a word."""

OF_ARGUMENT = {
    "hp": ("__import__('keras_tuner').HyperParameters()", 'reticulate::import("keras_tuner")$HyperParameters()'),
    "axes": ("2", "2L"),
    "classname": ("'Many'", '"Many"'),
    "cell": CELL,
    "cells": CELL,
    "data": MATRIX,
    "elems": MATRIX,
    "generator": BATCHES,
    "img": ("np.ones((4, 4, 3))", "array(1, c(4, 4, 3))"),
    "indices": LABELS,
    "json": ("make_model().to_json()", "make_model() %>% model_to_json()"),
    "object": MODEL,
    "output": MATRIX,
    "target": MATRIX,
    "preds": ("np.ones((1, 1000))", "matrix(1, 1, 1000)"),
    "sequence": ("[1, 2, 3]", "c(1L, 2L, 3L)"),
    "sequences": SEQUENCES,
    "targets": LABELS,
    "tensor": MATRIX,
    "tensors": PAIR,
    "texts": TEXTS,
    "text": ("'a b'", '"a b"'),
    "input_text": ("'a b'", '"a b"'),
    "value": MATRIX,
    "x": MATRIX,
    "y": MATRIX,
}
"""By the name of the argument."""

_CONV1 = {"x": STEPS, "kernel": ("np.ones((2, 3, 1))", "array(1, c(2, 3, 1))")}
_CONV2 = {"x": IMAGES, "kernel": ("np.ones((2, 2, 3, 1))", "array(1, c(2, 2, 3, 1))")}
_CONV3 = {"x": VOLUMES, "kernel": ("np.ones((2, 2, 2, 2, 1))", "array(1, c(2, 2, 2, 2, 1))")}
_DEPTHWISE = {"x": IMAGES, "depthwise_kernel": ("np.ones((2, 2, 3, 1))", "array(1, c(2, 2, 3, 1))")}
_VECTOR: Code = ("np.ones(3)", "c(1, 1, 1)")
_CHANNELS: Code = ("'channels_last'", '"channels_last"')
_TENSOR: Code = ("make_model().output", "make_model()$output")
_SQUARE: dict[str, Code] = {"x": ("np.eye(3)", "diag(3)")}
_BATCH = {"x": MATRIX, "y": LABELS}
_FITTED = {"object": ("image_generator()", "image_generator()"), "x": IMAGES}
_FRAME = {"dataframe": FRAME, "directory": ("'pictures/a'", '"pictures/a"'), "y_col": ("'label'", '"label"')}
_TEXT_TOKENIZER = {"object": TOKENIZER, "filename": ("'new_tokenizer'", '"new_tokenizer"')}
_SAVED: Code = ("'saved.h5'", '"saved.h5"')
_NODE = {"object": ("make_model().layers[0]", "make_model()$layers[[1]]"), "node_index": ONE}
_COUNTING = {"text": ("'a b'", '"a b"'), "n": ("9", "9L")}
_METRIC = {"initialize": NOTHING, "update_state": NOTHING, "result": NOTHING}
_VOCABULARY = {
    "object": ("rk.layer_string_lookup(vocabulary=['a', 'b'])", 'layer_string_lookup(vocabulary = c("a", "b"))'),
    "vocabulary": ("['a', 'b']", 'c("a", "b")'),
}

OF_FUNCTION: dict[str, dict[str, Code]] = {
    "Layer": {"classname": ("'Many'", '"Many"'), "initialize": NOTHING},
    "application_densenet": {"blocks": ("(1, 1, 1, 1)", "c(1, 1, 1, 1)"), "weights": ("None", "NULL")},
    "application_mobilenet": {"weights": ("None", "NULL")},
    "bidirectional": {"layer": ("rk.layer_lstm(units=1)", "layer_lstm(units = 1)")},
    "adapt": {"object": ("rk.layer_normalization()", "layer_normalization()")},
    "callback_learning_rate_scheduler": {"schedule": IDENTITY},
    "clone_model": {"model": MODEL},
    "plot_model": {"model": MODEL},
    "show_python": {"model": MODEL},
    "show_r": {"model": MODEL},
    "same_object": {"a": MODEL, "b": MODEL},
    "fit": {**_BATCH, "epochs": ONE},
    "evaluate": _BATCH,
    "test_on_batch": _BATCH,
    "train_on_batch": _BATCH,
    "fit_image_data_generator": _FITTED,
    "flow_images_from_data": {"x": IMAGES},
    "flow_images_from_dataframe": _FRAME,
    "flow_images_from_directory": {"directory": ("'pictures'", '"pictures"')},
    "image_dataset_from_directory": {"directory": ("'pictures'", '"pictures"')},
    "text_dataset_from_directory": {"directory": ("'texts'", '"texts"')},
    "frame_inputs": {"data": FRAME},
    "from_config": {"config": ("rk.get_config(make_model())", "get_config(make_model())")},
    "hdf5_matrix": {"datapath": ("'matrix.h5'", '"matrix.h5"'), "dataset": ("'x'", '"x"')},
    "feature_custom": {"dtype": ("'float32'", '"float32"')},
    "op_image_resize": {"images": IMAGES},
    **dict.fromkeys(("op_cholesky", "op_det", "op_eig", "op_eigh", "op_inv", "op_slogdet"), _SQUARE),
    "image_array_save": {"path": ("'written.png'", '"written.png"')},
    "image_load": {"path": ("'pictures/a/picture.png'", '"pictures/a/picture.png"')},
    "get_input_at": _NODE,
    "get_input_mask_at": _NODE,
    "get_input_shape_at": _NODE,
    "get_output_at": _NODE,
    "get_output_mask_at": _NODE,
    "get_output_shape_at": _NODE,
    "get_layer": {"index": ONE},
    "get_vocabulary": {"object": _VOCABULARY["object"]},
    "set_vocabulary": _VOCABULARY,
    "keras_model": {"inputs": ("MODEL.input", "MODEL$input"), "outputs": ("MODEL.output", "MODEL$output")},
    "keras_model_custom": {"model_fn": ("lambda self: lambda x: x", "function(self) function(x) x")},
    "k_batch_dot": {"x": STEPS, "y": ("np.ones((2, 3, 5))", "array(1, c(2, 3, 5))"), "axes": ("(3, 2)", "c(3, 2)")},
    "k_batch_get_value": {"ops": (f"[{VARIABLE[0]}]", f"list({VARIABLE[1]})")},
    "k_batch_set_value": {
        "lists": (f"[[{VARIABLE[0]}, {MATRIX[0]}]]", f"list(list({VARIABLE[1]}, {MATRIX[1]}))"),
    },
    "k_batch_normalization": {"mean": _VECTOR, "var": _VECTOR, "beta": _VECTOR, "gamma": _VECTOR},
    "k_normalize_batch_in_training": {"gamma": _VECTOR, "beta": _VECTOR, "reduction_axes": ("0", "0L")},
    "k_bias_add": {"bias": _VECTOR},
    "k_cast": {"dtype": ("'float32'", '"float32"')},
    "k_conv1d": _CONV1,
    "k_conv2d": _CONV2,
    "k_conv3d": _CONV3,
    "k_conv2d_transpose": {
        "x": IMAGES,
        "kernel": ("np.ones((2, 2, 1, 3))", "array(1, c(2, 2, 1, 3))"),
        "output_shape": ("(2, 5, 5, 1)", "c(2, 5, 5, 1)"),
    },
    "k_conv3d_transpose": {
        "x": VOLUMES,
        "kernel": ("np.ones((2, 2, 2, 1, 2))", "array(1, c(2, 2, 2, 1, 2))"),
        "output_shape": ("(1, 5, 5, 5, 1)", "c(1, 5, 5, 5, 1)"),
    },
    "k_ctc_batch_cost": {
        "y_true": ("np.zeros((2, 2))", "matrix(0, 2, 2)"),
        "y_pred": ("np.full((2, 4, 3), 1 / 3)", "array(1 / 3, c(2, 4, 3))"),
        "input_length": ("np.full((2, 1), 4)", "matrix(4L, 2, 1)"),
        "label_length": ("np.full((2, 1), 2)", "matrix(2L, 2, 1)"),
    },
    "k_ctc_decode": {
        "y_pred": ("np.full((2, 4, 3), 1 / 3)", "array(1 / 3, c(2, 4, 3))"), "input_length": ("[4, 4]", "c(4L, 4L)"),
    },
    "k_ctc_label_dense_to_sparse": {
        "labels": ("np.zeros((2, 2))", "matrix(0, 2, 2)"), "label_lengths": ("[2, 2]", "c(2L, 2L)"),
    },
    "k_depthwise_conv2d": _DEPTHWISE,
    "k_separable_conv2d": {**_DEPTHWISE, "pointwise_kernel": ("np.ones((1, 1, 3, 2))", "array(1, c(1, 1, 3, 2))")},
    "k_dot": {"y": ("np.ones((3, 2))", "matrix(1, 3, 2)")},
    "k_foldl": {"fn": ("lambda a, b: a + b", "function(a, b) a + b")},
    "k_foldr": {"fn": ("lambda a, b: a + b", "function(a, b) a + b")},
    "k_function": {
        "inputs": ("[MODEL.input]", "list(MODEL$input)"),
        "outputs": ("[MODEL.output]", "list(MODEL$output)"),
    },
    "k_gather": {"reference": MATRIX, "indices": ("[1, 2]", "c(1L, 2L)")},
    "k_in_test_phase": {"alt": MATRIX},
    "k_in_train_phase": {"alt": MATRIX},
    "k_in_top_k": {"predictions": MATRIX, "targets": LABELS},
    "k_local_conv1d": {
        "inputs": STEPS, "kernel": ("np.ones((3, 6, 1))", "array(1, c(3, 6, 1))"), "kernel_size": ("2", "2L"),
    },
    "k_local_conv2d": {
        "inputs": IMAGES,
        "kernel": ("np.ones((9, 12, 1))", "array(1, c(9, 12, 1))"),
        "kernel_size": ("(2, 2)", "c(2, 2)"),
        "strides": ("(1, 1)", "c(1, 1)"), "output_shape": ("(3, 3)", "c(3, 3)"),
    },
    "k_moving_average_update": {"x": VARIABLE, "value": MATRIX},
    "k_one_hot": {"num_classes": ("3", "3L")},
    "k_permute_dimensions": {"pattern": ("(2, 1)", "c(2, 1)")},
    "k_pool2d": {"x": IMAGES, "pool_size": ("(2, 2)", "c(2, 2)")},
    "k_pool3d": {"x": VOLUMES, "pool_size": ("(2, 2, 2)", "c(2, 2, 2)")},
    "k_pow": {"a": ("2", "2")},
    "k_repeat_elements": {"axis": ("2", "2L")},
    "k_reshape": {"shape": ("(3, 4)", "c(3, 4)")},
    "k_placeholder": {"shape": ("(2, 3)", "c(2, 3)")},
    "k_sparse_categorical_crossentropy": {
        "target": LABELS,
        "output": ("np.full((4, 3), 1 / 3)", "matrix(1 / 3, 4, 3)"),
    },
    "k_resize_images": {"x": IMAGES, "data_format": _CHANNELS},
    "k_resize_volumes": {"x": VOLUMES, "data_format": _CHANNELS},
    "k_rnn": {
        "step_function": ("lambda x, s: (x + s[0], [x + s[0]])", "function(x, s) list(x + s[[1]], list(x + s[[1]]))"),
        "inputs": STEPS,
        "initial_states": ("[np.zeros((2, 3))]", "list(matrix(0, 2, 3))"),
    },
    "k_set_epsilon": {"e": ("1e-7", "1e-7")},
    "k_set_floatx": {"floatx": ("'float32'", '"float32"')},
    "k_set_image_data_format": {"data_format": _CHANNELS},
    "k_set_learning_phase": {"value": ONE},
    "k_manual_variable_initialization": {"value": ("True", "TRUE")},
    "k_set_value": {"x": VARIABLE, "value": MATRIX},
    "k_spatial_2d_padding": {"x": IMAGES},
    "k_spatial_3d_padding": {"x": VOLUMES},
    "k_squeeze": {"x": ("np.ones((3, 1))", "matrix(1, 3, 1)"), "axis": ("2", "2L")},
    "k_stack": {"x": PAIR},
    "k_stop_gradient": {"variables": MATRIX},
    "k_gradients": {"loss": ("make_model().output", "make_model()$output"), "variables": ("[]", "list()")},
    "k_switch": {"condition": LOGICAL, "then_expression": MATRIX, "else_expression": MATRIX},
    "k_temporal_padding": {"x": STEPS},
    "k_tile": {"n": ("(2, 2)", "c(2, 2)")},
    "k_update": {"x": VARIABLE, "new_x": MATRIX},
    "k_update_add": {"x": VARIABLE, "increment": MATRIX},
    "k_update_sub": {"x": VARIABLE, "decrement": MATRIX},
    "layer_category_encoding": {"num_tokens": ("3", "3L")},
    "layer_discretization": {"num_bins": ("3", "3L")},
    "layer_dot": {"axes": ONE},
    "layer_input": {"shape": ONE},
    "learning_rate_schedule_piecewise_constant_decay": {
        "boundaries": ("[1.0, 2.0]", "c(1, 2)"), "values": ("[0.1, 0.2, 0.3]", "c(0.1, 0.2, 0.3)"),
    },
    "load_model_hdf5": {"filepath": _SAVED},
    "mobilenet_load_model_hdf5": {"filepath": _SAVED},
    "mobilenet_v2_load_model_hdf5": {"filepath": _SAVED},
    "load_text_tokenizer": {"filename": ("'tokenizer'", '"tokenizer"')},
    "fit_text_tokenizer": {"object": TOKENIZER, "x": TEXTS},
    "save_text_tokenizer": _TEXT_TOKENIZER,
    "load_model_weights_hdf5": {"filepath": ("'weights.h5'", '"weights.h5"')},
    "load_model_weights_tf": {"filepath": ("'weights'", '"weights"')},
    "save_model_hdf5": {"filepath": ("'new.h5'", '"new.h5"')},
    "save_model_weights_hdf5": {"filepath": ("'new.weights.h5'", '"new.weights.h5"')},
    "load_model_tf": {"filepath": ("'saved_model'", '"saved_model"')},
    "metric_cosine_proximity": {"y_true": MATRIX, "y_pred": MATRIX},
    "metric_mean_relative_error": {"normalizer": _VECTOR},
    "multi_gpu_model": {"model": MODEL},
    "model_to_saved_model": {"model": MODEL, "saved_model_path": ("'exported_model'", '"exported_model"')},
    "save_model_tf": {"filepath": ("'new_model'", '"new_model"')},
    "serialize_model": {"model": MODEL},
    "unserialize_model": {"model": ("rk.serialize_model(make_model())", "serialize_model(make_model())")},
    "model_from_yaml": {"yaml": ("rk.model_to_yaml(make_model())", "model_to_yaml(make_model())")},
    "new_metric_class": _METRIC,
    "set_weights": {"weights": ("make_model().get_weights()", "get_weights(make_model())")},
    "skipgrams": {"vocabulary_size": ("9", "9L")},
    "text_hashing_trick": _COUNTING,
    "text_one_hot": {"input_text": _COUNTING["text"], "n": _COUNTING["n"]},
    "timeseries_dataset_from_array": {"sequence_length": ("2", "2L")},
    "timeseries_generator": {"length": ("2", "2L")},
    "to_categorical": {"y": LABELS},
    "upgrade_model": {"old": _SAVED, "new": ("'new.keras'", '"new.keras"')},
    "with_custom_object_scope": {"objects": ("{'many': abs}", "list(many = function(x) x)")},
    "generator_next": {"generator": BATCHES},
}  # fmt: skip
"""By the function: also of arguments that have a default, and need some value all the same."""

LEFT_OUT = {"layer": ("object", "inputs"), "measure": ("y_true", "y_pred")}
"""By the kind of function what is left out to get the object itself."""


def get_base(spec: Spec) -> dict[str, Code]:
    """Return the code for right arguments of a function, by their names."""
    own = OF_FUNCTION.get(spec.name, {})
    optional = {*LEFT_OUT.get(spec.kind, ()), *OTHER_NAMES.get(spec.name, ())[:1]}
    needed = [param for param in spec.params.values() if param.default is MISSING and param.name not in optional]
    return {param.name: OF_ARGUMENT.get(param.name) or of_word(param.word) for param in needed} | own


def of_word(word: Word) -> Code:
    """Return the code for a value that a word converts."""
    if word.choices:
        return repr(word.choices[0]), f'"{word.choices[0]}"'
    return OF_HINT.get(word.hint.split(" | ")[0]) or OF_HINT.get(word.hint) or MATRIX
