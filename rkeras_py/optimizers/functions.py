"""Optimizers that also accept the arguments `lr` and `decay` of older scripts."""

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any, ParamSpec, cast

from ..compat import learning_rates
from ..define import constructor
from ..engine.loading import keras
from ..messages import errors
from ..signatures import words
from ..signatures.object_words import Name
from ..signatures.registry import Spec
from ..signatures.words import (
    Bool,
    Count,
    CountOrNone,
    Fraction,
    NotNegative,
    Number,
    Positive,
    Probability,
    Rate,
)
from ..syntax.piped import Piped

P = ParamSpec("P")


def _take_shared(
    *,
    weight_decay: NotNegative | None = None,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    jit_compile: Bool = True,
    name: Name = "",
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    **options: Any,
) -> Any:
    """Take the arguments of all optimizers, after those of the optimizer itself."""


_BY_NAME = ("loss_scale_factor", "gradient_accumulation_steps")
"""Arguments that R's keras3 has and R keras 2 lacks."""


_FAMILY = {
    "...": "Further arguments of Keras's class; also `lr` for `learning_rate`, and `decay`, which divides the learning "
    "rate by `1 + decay * step`.",
    "Differences": "`lr` and `decay` have an effect. With `decay` the learning rate is a schedule, "
    "whose initial rate can be set.",
}
"""Descriptions that the pages of R keras 2's optimizers share."""


def _complete_signature(definition: Callable[..., Any], name: str) -> inspect.Signature:
    """Return a signature with the arguments that all optimizers have; one that is also listed keeps its default."""
    own = inspect.signature(definition).parameters
    shared = inspect.signature(_take_shared).parameters
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [parameter for parameter in own.values() if parameter.name not in shared]
    for parameter in shared.values():
        parameter = own.get(parameter.name, parameter)
        if parameter.kind is not parameter.VAR_KEYWORD and parameter.name not in _BY_NAME:
            parameter = parameter.replace(kind=positional)
        parameters.append(parameter.replace(default=name) if parameter.name == "name" else parameter)
    return inspect.Signature(parameters, return_annotation=Any)


def optimizer(target: str, *send: str, whole: bool = False) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a constructor of optimizers that knows older scripts' arguments `lr` and `decay`.

    Args:
        target: Dotted path of the class.
        send: Arguments whose default differs in effect from that of Keras 3.
        whole: Whether the definition has all arguments. Else those that all optimizers have follow its own, and the
            name is R keras's, "Adam" instead of "adam".

    Returns:
        The decorator.
    """

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        if not whole:
            signature = _complete_signature(definition, target.rpartition(".")[2])
            definition.__signature__ = signature  # type: ignore[attr-defined]
        family = None if whole else _FAMILY
        construct = constructor(target, send=send if whole else ("name", *send), family=family)(definition)
        spec: Spec = construct.__rkeras__  # type: ignore[attr-defined]
        spec.older = {"lr": "learning_rate", "decay": ""}
        spec.null_is_default = ("epsilon",) if "epsilon" in spec.params else ()

        @functools.wraps(construct)
        def call(*args: Any, **kwargs: Any) -> Any:
            _refuse_function_of_step(spec.name, args[0] if args else kwargs.get("learning_rate", kwargs.get("lr")))
            if spec.older.keys() & kwargs.keys():
                args, kwargs = _modernize(spec, args, kwargs)
            for name in spec.null_is_default:
                if kwargs.get(name, 0) is None:
                    kwargs = {**kwargs, name: keras().config.epsilon()}
            variable = learning_rates.find_variable(args[0] if args else kwargs.get("learning_rate"))
            if variable is None:
                return construct(*args, **kwargs)
            if args:
                args = (float(variable), *args[1:])
            else:
                kwargs = {**kwargs, "learning_rate": float(variable)}
            return learning_rates.link(construct(*args, **kwargs), variable)

        return cast(Callable[P, Any], Piped(call))

    return decorate


def _refuse_function_of_step(function: str, rate: Any) -> None:
    """Refuse a function of the step as learning rate: Keras calls it without arguments."""
    if not isinstance(rate, FunctionType):
        return
    for argument in inspect.signature(rate).parameters.values():
        if argument.default is argument.empty and argument.kind is argument.POSITIONAL_OR_KEYWORD:
            hint = (
                "A function of the step is the `call` of a class: new_learning_rate_schedule_class(). "
                "A function of the epoch is for callback_learning_rate_scheduler()."
            )
            expected = "a number, a schedule, or a function without arguments"
            raise errors.bad_argument(function, "learning_rate", expected, rate, hint)


def _modernize(spec: Spec, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Replace `lr` by `learning_rate`, and `decay` by a schedule."""
    kwargs = dict(kwargs)
    if "lr" in kwargs:
        rate = kwargs.pop("lr")
        if args or "learning_rate" in kwargs:
            raise errors.bad_argument(spec.name, "lr", "omitted if `learning_rate` is given", rate)
        kwargs["learning_rate"] = rate
    decay = words.convert_value(spec.name, "decay", words.get_word(Number), kwargs.pop("decay", None), None)
    if not decay:
        return args, kwargs
    if decay < 0:
        raise errors.bad_argument(spec.name, "decay", "a number of at least 0", decay)
    param = spec.params["learning_rate"]
    rate = args[0] if args else kwargs.get("learning_rate", param.default)
    rate = words.convert_value(spec.name, "learning_rate", param.word, rate, param.default)
    if not isinstance(rate, float):
        raise errors.bad_argument(spec.name, "decay", "omitted if the learning rate is a schedule", decay)
    kwargs["learning_rate"] = learning_rates.make_decaying_schedule(rate, decay)
    return (), {**dict(zip([*spec.params][1:], args[1:], strict=False)), **kwargs}


@optimizer("keras.optimizers.Adadelta")
def optimizer_adadelta(
    learning_rate: Rate = 0.001,
    rho: Probability = 0.95,
    epsilon: NotNegative = 1e-7,
    **options: Any,
) -> Any:
    """Create an Adadelta optimizer.

    It computes `w - learning_rate * sqrt(d + epsilon) / sqrt(v + epsilon) * g`, where v is a running mean of the
    squared gradients g, and d a running mean of the squared updates. It was designed to need no learning rate: a rate
    of 1 gives the algorithm of the paper (Zeiler, 2012, arXiv:1212.5701).

    Args:
        rho: Decay rate of the running means.

    References:
        Zeiler, M. D. (2012), ADADELTA: an adaptive learning rate method, https://arxiv.org/abs/1212.5701

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_adadelta(learning_rate=1.0, epsilon=0.01)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.5917517, 0.5527909], dtype=float32)
    """


@optimizer("keras.optimizers.Adagrad")
def optimizer_adagrad(
    learning_rate: Rate = 0.001,
    initial_accumulator_value: NotNegative = 0.1,
    epsilon: NotNegative = 1e-7,
    **options: Any,
) -> Any:
    """Create an Adagrad optimizer.

    It computes `w - learning_rate * g / sqrt(a + epsilon)`, where a is the sum of all squared gradients. Weights that
    are updated often get smaller steps, which suits sparse features (Duchi et al., 2011).

    Args:
        initial_accumulator_value: Initial value of the sums of squared gradients.

    References:
        Duchi, J., Hazan, E. and Singer, Y. (2011), Adaptive subgradient methods for online learning and stochastic
        optimization, JMLR 12.

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_adagrad(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.9046537, 0.9000005], dtype=float32)
    """


@optimizer("keras.optimizers.Adam")
def optimizer_adam(
    learning_rate: Rate = 0.001,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-7,
    amsgrad: Bool = False,
    **options: Any,
) -> Any:
    """Create an Adam optimizer.

    Adam computes `w - learning_rate * m / (sqrt(v) + epsilon)`, where m and v are running means of the gradients and of
    their squares. It is a good first choice for most models (Kingma and Ba, 2015, arXiv:1412.6980).

    References:
        Kingma, D. P. and Ba, J. (2015), Adam: a method for stochastic optimization, https://arxiv.org/abs/1412.6980

        Reddi, S. J., Kale, S. and Kumar, S. (2018), On the convergence of Adam and beyond, ICLR (AMSGrad).

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_adam(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.900001 , 0.9000007], dtype=float32)
    """


@optimizer("keras.optimizers.Adamax")
def optimizer_adamax(
    learning_rate: Rate = 0.001,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-7,
    **options: Any,
) -> Any:
    """Create an Adamax optimizer.

    It computes `w - learning_rate * m / (u + epsilon)`, with m as in Adam and the running maximum `u = max(beta_2 * u,
    abs(g))` instead of the squared gradients (Kingma and Ba, 2015, arXiv:1412.6980). So no step is much larger than the
    learning rate. It sometimes works better than Adam,
    especially for models with embeddings.

    Args:
        beta_2: Decay rate of the running maximum of the gradients.

    References:
        Kingma, D. P. and Ba, J. (2015), Adam: a method for stochastic optimization, https://arxiv.org/abs/1412.6980,
        section 7.

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_adamax(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.90000004, 0.90000004], dtype=float32)
    """


@optimizer("keras.optimizers.Ftrl")
def optimizer_ftrl(
    learning_rate: Rate = 0.001,
    learning_rate_power: Number = -0.5,
    initial_accumulator_value: NotNegative = 0.1,
    l1_regularization_strength: NotNegative = 0.0,
    l2_regularization_strength: NotNegative = 0.0,
    l2_shrinkage_regularization_strength: NotNegative = 0.0,
    beta: NotNegative = 0.0,
    **options: Any,
) -> Any:
    """Create an FTRL (follow the regularized leader) optimizer.

    It computes `w = (clip(z, -l1, l1) - z) / (sqrt(n) / learning_rate + 2 * l2)`, where z is the sum of the gradients,
    corrected for the shrinking steps, and n the sum of their squares. Weights with `abs(z) <= l1` are exactly 0, which
    suits shallow models with large sparse inputs, such as click prediction (McMahan et al., 2013).

    Args:
        learning_rate_power: Exponent with which the steps shrink, at most 0; with 0 the learning rate is constant.
        initial_accumulator_value: Initial value of the sums of squared gradients.
        l1_regularization_strength: Penalty on the absolute values of the weights.
        l2_regularization_strength: Penalty on the squares of the weights.
        l2_shrinkage_regularization_strength: Penalty on the magnitude of the weights, added to the gradient in each
            update.
        beta: The parameter beta of the paper.

    References:
        McMahan, H. B. et al. (2013), Ad click prediction: a view from the trenches, KDD.

    Example:
        >>> weight = k_variable([0.0, 0.0])
        >>> optimizer = optimizer_ftrl(0.1, l1_regularization_strength=0.5)
        >>> optimizer.apply([k_constant([0.4, 2.0])], [weight])
        >>> k_get_value(weight)
        array([ 0.        , -0.07407973], dtype=float32)
    """


@optimizer("keras.optimizers.Nadam")
def optimizer_nadam(
    learning_rate: Rate = 0.001,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-7,
    **options: Any,
) -> Any:
    """Create a Nadam optimizer.

    It computes Adam's `w - learning_rate * m / (sqrt(v) + epsilon)` with Nesterov momentum: m looks ahead by one step
    (Dozat, 2016). Use it as you would use Adam.

    References:
        Dozat, T. (2016), Incorporating Nesterov momentum into Adam, ICLR workshop.

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_nadam(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.8937212, 0.8937212], dtype=float32)
    """


@optimizer("keras.optimizers.RMSprop", "ema_overwrite_frequency")
def optimizer_rmsprop(
    learning_rate: Rate = 0.001,
    rho: Probability = 0.9,
    momentum: Probability = 0.0,
    epsilon: NotNegative = 1e-7,
    centered: Bool = False,
    ema_overwrite_frequency: CountOrNone = 100,
    **options: Any,
) -> Any:
    """Create an RMSprop optimizer.

    It computes `w - learning_rate * g / sqrt(v + epsilon)`, where `v = rho * v + (1 - rho) * g^2`: each weight gets
    its own step size. Use it for recurrent networks and reinforcement learning (Hinton, 2012).

    Args:
        rho: Decay rate of the running mean.
        momentum: Fraction (0 to 1) of the previous step that is added to the next one.
        centered: Whether to divide by the root of the estimated variance of the gradients instead, at the cost of time
            and memory.

    References:
        Tieleman, T. and Hinton, G. (2012), Lecture 6.5: RMSprop, COURSERA: Neural networks for machine learning.

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_rmsprop(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.6837724, 0.6837722], dtype=float32)
    """


@optimizer("keras.optimizers.SGD")
def optimizer_sgd(
    learning_rate: Rate = 0.01,
    momentum: Probability = 0.0,
    nesterov: Bool = False,
    amsgrad: Bool = False,
    **options: Any,
) -> Any:
    """Create a gradient descent optimizer, with optional momentum.

    It computes `w - learning_rate * gradient`; with momentum `v = momentum * v - learning_rate * gradient` is added to
    w. With momentum and a learning rate schedule it trains image models well, but the learning rate must be tuned.

    Args:
        momentum: Fraction (0 to 1) of the previous step that is added to the next one.
        nesterov: Whether to use Nesterov's momentum.
        amsgrad: Must be FALSE; gradient descent has no such variant.

    Differences:
        `lr` and `decay` have an effect. With `decay` the learning rate is a schedule, whose initial rate can be set.
        `amsgrad = TRUE` raises an error, because SGD has no such variant; R keras 2.15 failed.

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_sgd(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, -2.0])], [weight])
        >>> k_get_value(weight)
        array([0.9, 1.2], dtype=float32)
    """
