"""Optimizers that are new in Keras 3."""

from typing import Any

from ..signatures.object_words import Strings
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    Fraction,
    NotNegative,
    Number,
    Positive,
    Probability,
    Rate,
    Str,
    Value,
)
from .functions import optimizer


@optimizer("keras.optimizers.Adafactor", whole=True)
def optimizer_adafactor(
    learning_rate: Rate = 0.001,
    beta_2_decay: Number = -0.8,
    epsilon_1: NotNegative = 1e-30,
    epsilon_2: NotNegative = 0.001,
    clip_threshold: Positive = 1.0,
    relative_step: Bool = True,
    weight_decay: NotNegative | None = None,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    name: Str = "adafactor",
    *,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    **options: Any,
) -> Any:
    """Create an Adafactor optimizer.

    It computes `w - learning_rate * g / sqrt(v)`, clipped and scaled by the size of w, where v is estimated as
    `outer(r, c) / mean(r)` from running means r and c of the squared gradients of rows and columns. This needs little
    memory; use it for large models (Shazeer and Stern, 2018, arXiv:1804.04235).

    Args:
        beta_2_decay: Exponent of the decay of the running means of squared gradients, negative.
        epsilon_1: Small number added to squared gradients.
        epsilon_2: Minimum step, as a fraction of the size of the weights.
        clip_threshold: Maximum root mean square of an update; larger updates are scaled down to it.
        relative_step: Has no effect: Keras always limits the step to one over the square root of the number of steps.

    References:
        Shazeer, N. and Stern, M. (2018), Adafactor: Adaptive Learning Rates with Sublinear Memory Cost,
        https://arxiv.org/abs/1804.04235

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_adafactor(learning_rate=0.1, relative_step=False)
        >>> optimizer.apply([k_constant([1.0, 100.0])], [weight])
        >>> k_get_value(weight)
        array([0.9, 0.9], dtype=float32)
    """


@optimizer("keras.optimizers.AdamW", whole=True)
def optimizer_adam_w(
    learning_rate: Rate = 0.001,
    weight_decay: NotNegative = 0.004,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-07,
    amsgrad: Bool = False,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    name: Str = "adamw",
    *,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    **options: Any,
) -> Any:
    """Create an AdamW optimizer.

    It computes `w - learning_rate * (m / (sqrt(v) + epsilon) + weight_decay * w)`: Adam with decoupled weight decay,
    which is applied to the weights directly instead of through the gradients and generalizes better (Loshchilov and
    Hutter, 2019, arXiv:1711.05101). Transformers are usually trained with it.

    Args:
        weight_decay: Coefficient of the weight decay: `learning_rate * weight_decay * w` is subtracted at each step.

    References:
        Loshchilov, I. and Hutter, F. (2019), Decoupled Weight Decay Regularization, https://arxiv.org/abs/1711.05101

    Example:
        >>> weight = k_variable([1.0, 10.0])
        >>> optimizer = optimizer_adam_w(learning_rate=0.1, weight_decay=0.5)
        >>> optimizer.apply([k_constant([1.0, 1.0])], [weight])
        >>> k_get_value(weight)
        array([0.850001, 9.400001], dtype=float32)
    """


@optimizer("keras.optimizers.Lamb", whole=True)
def optimizer_lamb(
    learning_rate: Rate = 0.001,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-07,
    weight_decay: NotNegative | None = None,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    name: Str = "lamb",
    **options: Any,
) -> Any:
    """Create a LAMB optimizer.

    It computes `w - learning_rate * norm(w) / norm(u) * u` for the weights of each layer, where u is Adam's update. Use
    it to train with very large batches (You et al., 2020, arXiv:1904.00962).

    References:
        You, Y. et al. (2020), Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes,
        https://arxiv.org/abs/1904.00962

    Example:
        >>> weight = k_variable([3.0, 4.0])
        >>> optimizer = optimizer_lamb(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, 1.0])], [weight])
        >>> k_get_value(weight)
        array([2.6464467, 3.6464467], dtype=float32)
    """


@optimizer("keras.optimizers.Lion", whole=True)
def optimizer_lion(
    learning_rate: Rate = 0.001,
    beta_1: Fraction = 0.9,
    beta_2: Fraction = 0.99,
    weight_decay: NotNegative | None = None,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    name: Str = "lion",
    *,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    **options: Any,
) -> Any:
    """Create a Lion optimizer.

    It computes `w - learning_rate * sign(beta_1 * m + (1 - beta_1) * g)`, then `m = beta_2 * m + (1 - beta_2) * g`. It
    needs less memory than Adam (Chen et al., 2023, arXiv:2302.06675). Use a learning rate 3 to 10 times smaller than
    for Adam, and a weight decay larger by the same factor.

    Args:
        beta_1: Weight of the running mean in the update.
        beta_2: Decay rate of the running mean of the gradients.

    References:
        Chen, X. et al. (2023), Symbolic Discovery of Optimization Algorithms, https://arxiv.org/abs/2302.06675

    Example:
        >>> weight = k_variable([1.0, 1.0])
        >>> optimizer = optimizer_lion(learning_rate=0.1)
        >>> optimizer.apply([k_constant([1.0, -100.0])], [weight])
        >>> k_get_value(weight)
        array([0.9, 1.1], dtype=float32)
    """


@optimizer("keras.optimizers.LossScaleOptimizer", whole=True)
def optimizer_loss_scale(
    inner_optimizer: Value = MISSING,
    initial_scale: Positive = 32768.0,
    dynamic_growth_steps: Count = 2000,
    *,
    name: Str | None = None,
    weight_decay: NotNegative | None = None,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool | None = None,
    ema_momentum: Probability | None = None,
    ema_overwrite_frequency: Count | None = None,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    **options: Any,
) -> Any:
    """Scale the loss, so that small gradients do not become 0 in half precision.

    It computes the gradients as `gradient(loss * scale) / scale`. Steps with gradients that are not finite are skipped,
    and the scale is halved. compile() wraps the optimizer automatically under the policy "mixed_float16" (Micikevicius
    et al., 2018, arXiv:1710.03740).

    Args:
        inner_optimizer: The optimizer to wrap.
        initial_scale: The initial scale.
        dynamic_growth_steps: Number of steps with finite gradients after which the scale is doubled.
        weight_decay: NULL: the inner optimizer has its own.
        clipnorm: NULL: the inner optimizer has its own.
        clipvalue: NULL: the inner optimizer has its own.
        global_clipnorm: NULL: the inner optimizer has its own.
        use_ema: NULL: the inner optimizer has its own.
        ema_momentum: NULL: the inner optimizer has its own.
        loss_scale_factor: Number by which the loss is multiplied before gradients are computed, and by which these are
            then divided. NULL: 1.
        gradient_accumulation_steps: Number of batches whose mean gradient is used for one update. NULL: 1.

    Example:
        >>> optimizer = optimizer_loss_scale(optimizer_sgd(), initial_scale=1024.0)
        >>> optimizer.scale_loss(0.5)
        <tf.Tensor: shape=(), dtype=float32, numpy=512.0>
    """


@optimizer("keras.optimizers.Muon", whole=True)
def optimizer_muon(
    learning_rate: Rate = 0.001,
    adam_beta_1: Fraction = 0.9,
    adam_beta_2: Fraction = 0.999,
    epsilon: NotNegative = 1e-07,
    weight_decay: NotNegative = 0.1,
    clipnorm: NotNegative | None = None,
    clipvalue: NotNegative | None = None,
    global_clipnorm: NotNegative | None = None,
    use_ema: Bool = False,
    ema_momentum: Probability = 0.99,
    ema_overwrite_frequency: Count | None = None,
    loss_scale_factor: Positive | None = None,
    gradient_accumulation_steps: Count | None = None,
    name: Str = "muon",
    exclude_layers: Strings | None = None,
    exclude_embeddings: Bool = True,
    muon_a: Number = 3.4445,
    muon_b: Number = -4.775,
    muon_c: Number = 2.0315,
    adam_lr_ratio: NotNegative = 0.1,
    momentum: Probability = 0.95,
    ns_steps: Count = 6,
    nesterov: Bool = True,
    **options: Any,
) -> Any:
    """Create a Muon optimizer.

    It orthogonalizes the momentum of each weight matrix and updates all other weights with AdamW (Jordan et al., 2024).
    Use it for transformers and other models with large matrices.

    Args:
        adam_beta_1: Decay rate of AdamW's running mean of the gradients.
        adam_beta_2: Decay rate of AdamW's running mean of the squared gradients.
        weight_decay: Rate of the weight decay at each step. NULL: none.
        exclude_layers: Names of layers, as regular expressions, whose weights AdamW updates; NULL excludes none.
        exclude_embeddings: Whether AdamW updates the weights of embeddings.
        muon_a: First coefficient of the polynomial used for orthogonalization.
        muon_b: Second coefficient of the polynomial.
        muon_c: Third coefficient of the polynomial.
        adam_lr_ratio: AdamW's learning rate as a fraction of Muon's.
        momentum: Decay rate of Muon's running mean of the gradients.
        ns_steps: Number of Newton-Schulz iterations.
        nesterov: Whether to use Nesterov momentum.

    References:
        Jordan, K. (2024), Muon: an optimizer for hidden layers in neural networks,
        https://kellerjordan.github.io/posts/muon.

    Example:
        >>> weight = k_variable([[1.0, 1.0], [1.0, 1.0]])
        >>> optimizer = optimizer_muon(learning_rate=0.1, weight_decay=0.0)
        >>> optimizer.apply([k_constant([[3.0, 0.0], [0.0, 1.0]])], [weight])
        >>> k_get_value(weight)
        array([[0.978701  , 1.        ],
               [1.        , 0.96793395]], dtype=float32)
    """
