"""The functions that a help page leads to: those of its module, and those that one uses with it."""

from rkeras_py.signatures.registry import REGISTRY, Spec

_USED_WITH = {
    "activations": "layer_activation layer_dense",
    "applications": "application_preprocess_inputs application_decode_predictions freeze_weights",
    "callbacks": "fit",
    "constraints": "layer_dense",
    "datasets": "fit to_categorical pad_sequences",
    "initializers": "layer_dense",
    "layers.attention": "layer_layer_normalization layer_embedding",
    "layers.augmentation": "image_dataset_from_directory image_data_generator layer_rescaling",
    "layers.convolutional": "layer_max_pooling_2d layer_separable_conv_2d layer_conv_2d_transpose "
    "layer_zero_padding_2d",
    "layers.core": "keras_model_sequential keras_model",
    "layers.embedding": "layer_text_vectorization layer_lstm layer_global_average_pooling_1d",
    "layers.feature_columns": "layer_feature_space frame_inputs",
    "layers.merge": "keras_model",
    "layers.noise": "layer_dropout",
    "layers.normalization": "layer_normalization layer_dropout",
    "layers.pooling": "layer_conv_2d layer_flatten",
    "layers.preprocessing": "adapt layer_feature_space frame_inputs",
    "layers.recurrent": "layer_embedding layer_masking bidirectional time_distributed",
    "layers.wrappers": "layer_lstm layer_conv_2d",
    "losses": "compile",
    "metrics": "compile evaluate",
    "models.making": "compile fit save_model",
    "optimizers.functions": "compile learning_rate_schedule_exponential_decay callback_reduce_lr_on_plateau",
    "optimizers.schedules": "optimizer_adam callback_learning_rate_scheduler",
    "optimizers": "compile",
    "preprocessing.feature_space": "frame_inputs layer_category_encoding",
    "preprocessing.frames": "layer_feature_space fit",
    "preprocessing.images": "layer_rescaling layer_random_flip fit",
    "preprocessing.sequence": "layer_embedding layer_masking",
    "preprocessing.sound_files": "image_dataset_from_directory fit",
    "preprocessing.splitting": "fit image_dataset_from_directory",
    "preprocessing.text": "layer_text_vectorization layer_embedding",
    "preprocessing.timeseries": "layer_lstm fit",
    "regularizers": "layer_dense layer_dropout",
    "saving": "save_model load_model",
    "training.compile": "optimizer_adam loss_mean_squared_error metric_auc fit",
    "training.fit": "compile callback_early_stopping callback_model_checkpoint",
    "tuning": "fit callback_early_stopping",
}
"""Functions that are used with those of a module, by the start of its name; the longest start counts."""


def list_used_with(spec: Spec) -> list[str]:
    """Return the functions that one uses with a function and that are of other modules."""
    module = spec.module.removeprefix("rkeras_py.")
    found = [start for start in _USED_WITH if module.startswith(start)]
    names = _USED_WITH[max(found, key=len)].split() if found else []
    return [name for name in names if name != spec.name and REGISTRY[name].module != spec.module]


def list_neighbors(spec: Spec) -> list[str]:
    """Return the other functions of the same module, without those that R has of its own."""
    same = [other for other in REGISTRY.values() if other.module == spec.module]
    return [other.name for other in same if other is not spec and not other.python_only]


def describe_related(spec: Spec) -> str:
    """Return the sentences that name the functions that a page leads to; empty where there are none."""
    groups = {"Used with": list_used_with(spec), "Related functions": list_neighbors(spec)}
    return " ".join(f"{lead}: {', '.join(f'{name}()' for name in names)}." for lead, names in groups.items() if names)
