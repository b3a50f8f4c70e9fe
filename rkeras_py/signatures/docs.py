"""Docstrings as data: parsed once, completed with shared descriptions, and written again.

The same text, in R's spelling, feeds `?layer_dense` in R and, spelled for Python, `help(layer_dense)` there.
"""

import functools
import inspect
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .spelling import spell_in_python, strip_underscore

_SECTIONS = (
    "Args",
    "Returns",
    "Raises",
    "Note",
    "Input shape",
    "Output shape",
    "Differences",  # differences from R keras 2.15, shown in docs/compatibility.md
    "Unavailable",  # why a function cannot work on Keras 3, and alternatives; shown there, too
    "References",
    "Example",  # Python code; tools/codegen/examples.py translates it to R
    "Example in R",  # if R code differs in more than spelling
)
_HEADING = re.compile(rf"^({'|'.join(_SECTIONS)}):\s*$")
_ENTRY = re.compile(r"^(\*{0,2}\w+|\.\.\.): ?(.*)$")

SHARED: dict[str, str] = {
    "object": "A tensor, a list of tensors or a Sequential model to add the layer to. If it is "
    "omitted, the layer itself is returned.",
    "inputs": "A tensor, a list of tensors, or the first of several tensors. If it is omitted, the layer itself is "
    "returned.",
    "units": "Positive whole number, the size of the output space.",
    "activation": "Activation function, by name or as a function. NULL applies none.",
    "use_bias": "Whether the layer adds a bias vector.",
    "kernel_initializer": "Initializer of the kernel weights, by name or as an object.",
    "bias_initializer": "Initializer of the bias vector.",
    "kernel_regularizer": "Regularizer applied to the kernel weights.",
    "bias_regularizer": "Regularizer applied to the bias vector.",
    "activity_regularizer": "Regularizer applied to the output of the layer; the penalty is divided by the number of "
    "samples in the batch.",
    "kernel_constraint": "Constraint applied to the kernel weights after each update.",
    "bias_constraint": "Constraint applied to the bias vector after each update.",
    "recurrent_initializer": "Initializer of the recurrent weights, which transform the state.",
    "recurrent_regularizer": "Regularizer applied to the recurrent weights.",
    "recurrent_constraint": "Constraint applied to the recurrent weights after each update.",
    "depthwise_initializer": "Initializer of the depthwise kernel.",
    "depthwise_regularizer": "Regularizer applied to the depthwise kernel.",
    "depthwise_constraint": "Constraint applied to the depthwise kernel after each update.",
    "pointwise_initializer": "Initializer of the pointwise kernel.",
    "pointwise_regularizer": "Regularizer applied to the pointwise kernel.",
    "pointwise_constraint": "Constraint applied to the pointwise kernel after each update.",
    "recurrent_activation": "Activation of the gates.",
    "unit_forget_bias": "Whether to add 1 to the bias of the forget gate at the start (Jozefowicz et al., 2015).",
    "return_sequences": "Whether to return the outputs of all time steps instead of only the last one.",
    "return_state": "Whether to return the last state in addition to the output.",
    "go_backwards": "Whether to process the sequence from its end and return it reversed.",
    "stateful": "Whether the last state of sample i in a batch is the initial state of sample i in the next batch.",
    "unroll": "Whether to unroll the loop over time steps: faster for short sequences, but needs more memory.",
    "reset_after": "Whether to apply the reset gate after the multiplication with the recurrent weights (which then "
    "have their own bias) or before it.",
    "time_major": "Whether sequences (and masks) have the shape (time steps, batch, ...) instead of (batch, time "
    "steps, ...), in input and output; states are (batch, ...) in both cases. With TRUE the layer has an rkeras class; "
    "plain Keras then needs `import rkeras_py.classes` to load saved files.",
    "dropout": "Fraction (0 to 1) of the input units to drop.",
    "recurrent_dropout": "Fraction (0 to 1) of the state units to drop.",
    "embeddings_initializer": "Initializer of the matrix of embeddings.",
    "embeddings_regularizer": "Regularizer applied to the matrix of embeddings.",
    "embeddings_constraint": "Constraint applied to the matrix of embeddings after each update.",
    "beta_initializer": "Initializer of the offset beta.",
    "gamma_initializer": "Initializer of the scale gamma.",
    "beta_regularizer": "Regularizer applied to the offset beta.",
    "gamma_regularizer": "Regularizer applied to the scale gamma.",
    "beta_constraint": "Constraint applied to the offset beta after each update.",
    "gamma_constraint": "Constraint applied to the scale gamma after each update.",
    "filters": "Number of filters (output channels), a positive whole number.",
    "kernel_size": "Size of the window: one whole number for all dimensions, or one for each.",
    "strides": "Step of the window: one whole number for all dimensions, or one for each.",
    "padding": '"valid" (none) or "same" (zeros, so that with stride 1 the output is as large as the input).',
    "output_padding": "Amount of padding along each dimension of the output; NULL infers it.",
    "data_format": 'Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.',
    "dilation_rate": "Spacing of the window: one whole number for all dimensions, or one for each.",
    "groups": "Number of groups into which the channels are split; each group has its own filters.",
    "depth_multiplier": "Number of depthwise output channels for each input channel.",
    "pool_size": "Size of the pooling window: one whole number for all dimensions, or one for each.",
    "keepdims": "Whether the reduced dimensions stay, with size 1.",
    "rate": "Fraction (0 to 1) of the units to drop.",
    "noise_shape": "Shape of the dropout mask; NULL uses the shape of the input. Along an axis of size 1, "
    "all elements are dropped or kept together.",
    "seed": "Whole number, the seed of the random numbers.",
    "input_shape": "Shape of the input without the batch axis, a whole number or a vector (NA: any size). Needed only "
    "for the first layer of a Sequential model.",
    "batch_input_shape": "Shape of the input with the batch axis, e.g. c(10, 32) for batches of 10 vectors of size 32.",
    "batch_size": "Fixed size of the batches, for the first layer of a Sequential model.",
    "dtype": 'Name of the data type, such as "float32".',
    "name": "Name of the object. By default it is derived from the class (dense, dense_1, ...).",
    "trainable": "Whether the weights are updated during training.",
    "weights": "List of arrays, the initial weights of the layer.",
    "...": "Further arguments that the Keras class takes, by their full names.",
    "learning_rate": "A number, or a learning rate schedule.",
    "epsilon": "Small number that prevents division by zero.",
    "weight_decay": "Rate of the weight decay at each step. NULL: none.",
    "clipnorm": "Maximum norm of each gradient; a larger gradient is scaled down to it. NULL: no limit.",
    "clipvalue": "Maximum magnitude of each element of a gradient; larger elements are clipped. NULL: no limit.",
    "global_clipnorm": "Maximum norm of all gradients together; if it is larger, all are scaled down. NULL: no limit.",
    "use_ema": "Whether to keep an exponential moving average of the weights. It starts with the weights after the "
    "first step, in Keras 2 with those before it.",
    "ema_momentum": "Momentum of that moving average.",
    "ema_overwrite_frequency": "Number of steps after which the average replaces the weights; NULL: at the "
    "end of training.",
    "jit_compile": "Ignored; use `jit_compile` of compile().",
    "y_true": "The true values. Without `y_true` and `y_pred` the object is returned.",
    "y_pred": "The predicted values, of the same shape.",
    "from_logits": "Whether `y_pred` are logits (any numbers) instead of probabilities.",
    "label_smoothing": "Fraction s (0 to 1) by which labels y are smoothed: with k classes they become "
    "`y * (1 - s) + s / k`. With two classes, 0.1 turns 1 and 0 into 0.95 and 0.05.",
    "initial_learning_rate": "The learning rate at step 0.",
    "decay_steps": "Number of steps of the decay.",
    "decay_rate": "Rate of the decay.",
    "staircase": "Whether the rate falls in steps, after every `decay_steps`, instead of smoothly.",
    "num_thresholds": "Number of thresholds, evenly spaced from 0 to 1.",
    "thresholds": "A number or several (0 to 1): predictions above count as positive. NULL uses 0.5.",
    "class_id": "The class to measure, counted from 0. NULL measures all classes.",
    "top_k": "Only the `top_k` highest predictions of each sample count as positive. NULL: those above the threshold.",
    "beta_1": "Decay rate of the running mean of the gradients.",
    "beta_2": "Decay rate of the running mean of the squared gradients.",
    "amsgrad": "Whether to use the AMSGrad variant.",
    "x": "A tensor (also a symbolic one), an array, or numbers.",
    "reduction": 'Reduction of the losses to one number: "auto" or "sum_over_batch_size", "sum", "none".',
    "height": "Height of the result, in pixels.",
    "width": "Width of the result, in pixels.",
    "fill_mode": 'Values outside the image: "reflect" (d c b a | a b c d | d c b a), "wrap" (a b c d | a b c d | '
    'a b c d), "nearest" (a a a a | a b c d | d d d d), or "constant", which is `fill_value`.',
    "fill_value": 'The value outside the image if `fill_mode` is "constant".',
    "interpolation": 'Interpolation of values between pixels: "bilinear" or "nearest".',
    "sparse": 'Whether the output is a sparse tensor, possible unless output_mode is "int".',
    "max_tokens": "Maximum size of the vocabulary, including the tokens for padding and unknown words. NULL: no limit.",
    "num_oov_indices": "Number of indices for unknown tokens; a hash function chooses one of them. With 0, an unknown "
    "token raises an error.",
    "idf_weights": 'Inverse document frequency of each token of the vocabulary, for output_mode "tf_idf".',
    "output_mode": '"int" returns the index of each token; "one_hot" a vector with a 1 at that index for each token; '
    '"multi_hot" one vector for each sample, with a 1 for each token that occurs in it; "count" the number of times '
    'each token occurs; "tf_idf" these counts times the inverse document frequencies. "binary" and "tf-idf" are old '
    "names.",
    "pad_to_max_tokens": "Whether vectors have `max_tokens` elements even if the vocabulary is smaller.",
    "convert": "Whether to return R arrays; FALSE returns NumPy arrays. In Python the result is always NumPy arrays.",
    "lora_rank": "Rank of the two small matrices that are trained instead of the kernel, which is frozen (LoRA; "
    "Hu et al., 2021, arXiv:2106.09685). NULL trains the kernel.",
    "lora_alpha": "Scale of the update: the product of these matrices is multiplied by `lora_alpha / lora_rank` and "
    "added to the kernel. NULL: `lora_rank`.",
    "use_cudnn": 'Whether to use the cuDNN kernel, which needs a GPU; "auto" uses it if possible.',
    "flash_attention": "Whether to use flash attention, which some devices support; NULL uses it if possible.",
    "ignore_class": "The class, counted from 0, whose samples are ignored; NULL: none.",
    "loss_scale_factor": "Number by which the loss is multiplied before gradients are computed, and by which these "
    "are then divided. NULL: 1.",
    "gradient_accumulation_steps": "Number of batches whose mean gradient is used for one update. NULL: 1.",
    "node_index": "Index of the call of the layer, counted from 1.",
    "model": "A model.",
    "classname": "Name of the class.",
    "initialize": "Function of `self` and the arguments of the constructor; it runs after Keras's own constructor.",
    "build": "Function of `self` and the shape of the input, which creates the weights with `self.add_weight(...)`.",
    "get_config": "Function of `self` that returns the arguments as a dict; by default those of `initialize`.",
}
"""Descriptions of arguments that many functions share."""

NAMED = "Name of the object. Metrics are reported under it."
"""The description of `name` if its default is a name."""
OF_EVERY_CELL = ("dtype", "name", "trainable")
OF_EVERY_LAYER = ("input_shape", "batch_input_shape", "batch_size", *OF_EVERY_CELL, "weights")
_ITEM = "\n* "


@dataclass
class Docs:
    """A docstring in parts.

    Attributes:
        title: The first line.
        details: The paragraphs after it.
        args: Description of each argument.
        sections: The other sections by heading.
    """

    title: str
    details: str
    args: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)


def parse_docstring(docstring: str | None) -> Docs:
    """Split a Google-style docstring into its parts."""
    lines = inspect.cleandoc(docstring or "").split("\n")
    title, rest = lines[0], lines[1:]
    blocks: dict[str, list[str]] = {"": []}
    heading = ""
    for line in rest:
        match = _HEADING.match(line)
        if match:
            heading = match.group(1)
            blocks[heading] = []
        else:
            blocks[heading].append(line)
    texts = {name: textwrap.dedent("\n".join(block)).strip() for name, block in blocks.items()}
    docs = Docs(title=title, details=texts.pop(""))
    docs.args = split_entries(texts.pop("Args", ""))
    docs.sections = texts
    return docs


def split_entries(text: str) -> dict[str, str]:
    """Split a section of `name: description` entries, each of which may continue in indented lines."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        match = _ENTRY.match(line)
        if match:
            name = strip_underscore(match.group(1).lstrip("*"))
            found[name] = match.group(2)
        elif line.strip():
            found[name] = f"{found[name]} {line.strip()}".strip()
    return found


def complete_docs(docs: Docs, arguments: Sequence[str], family: Mapping[str, str] | None = None) -> Docs:
    """Order the arguments as in the signature and add the shared descriptions.

    Args:
        docs: A parsed docstring.
        arguments: Names of the arguments, with "..." for further ones.
        family: Descriptions and sections, by argument and heading, that the functions of one family share; they go
            before those that all share.

    Returns:
        The docs with one entry for each argument that is described in either place.
    """
    own = dict(docs.args)
    dots = own.pop("dots", None) or (own.pop("options", None) if "options" not in arguments else None)
    if dots:
        own["..."] = dots
    shared = SHARED | dict(family or {})
    args = {name: own.get(name) or shared.get(name, "") for name in arguments}
    sections = shared | docs.sections
    return Docs(
        docs.title,
        docs.details,
        {name: text for name, text in args.items() if text},
        {heading: sections[heading] for heading in _SECTIONS if heading in sections},
    )


def list_further_arguments(docs: Docs, names: Sequence[str]) -> None:
    """Describe, under "...", arguments that a function takes there and does not list itself.

    Args:
        docs: The docs of the function, completed; changed in place.
        names: The arguments.
    """
    further = [f"`{name}`: {SHARED[name]}" for name in names if name not in docs.args]
    if further and "..." in docs.args:
        docs.args["..."] = _ITEM.join([f"{docs.args['...']} Among them:", *further])


def split_items(text: str) -> tuple[str, list[str]]:
    """Return the text of a description before its list, and the items of the list."""
    lead, *items = text.split(_ITEM)
    return lead, items


def write_docstring(docs: Docs, names: Mapping[str, str]) -> str:
    """Write a docstring for Python's help, in Google style.

    Args:
        docs: The docs, in R's spelling but for the example.
        names: The arguments whose names are others in Python.
    """
    parts = [spell_in_python(docs.title)]
    if docs.details:
        parts.append(spell_in_python(docs.details))
    if docs.args:
        parts.append(
            "Args:\n" + "\n".join(_fill_entry(names.get(name, name), text) for name, text in docs.args.items())
        )
    for name, text in docs.sections.items():
        if name == "Example in R":
            continue
        spelled = text if name == "Example" else spell_in_python(text)
        parts.append(f"{name}:\n{textwrap.indent(spelled, '    ')}")
    return "\n\n".join(parts)


@functools.cache  # many functions share the description of an argument
def _fill_entry(name: str, text: str) -> str:
    lead, items = split_items(text)
    lines = [textwrap.fill(f"{name}: {spell_in_python(lead)}", 96, initial_indent="    ", subsequent_indent="        ")]
    for item in items:
        filled = textwrap.fill(spell_in_python(item), 96, initial_indent="        - ", subsequent_indent="          ")
        lines.append(filled)
    return "\n".join(lines)
