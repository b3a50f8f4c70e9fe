"""Programs of `rkeras translate`: what R prints of a value alone, classes of every kind, functions that Keras lacks."""

import pytest
from check_support import parse

from rkeras_py.porting.translate.inference.soundness import refuse_unsound
from rkeras_py.porting.translate.language import Untranslatable
from rkeras_py.porting.translate.scopes import Spelling
from rkeras_py.porting.translate.translating import Translated, translate_texts

pytestmark = pytest.mark.quick

CODES = {
    "shown": """library(keras)
x <- 2
if (x > 1) 'a' else {
  'no'
  'b'
}
{
  2
  3
}
(z <- 5)
invisible(z)
'text'
h <- list(get = function() 3, put = function(v) invisible(v))
h$get()
h$put(4)
library(tensorflow)
tf$reduce_sum(2)
v <- tf$Variable(3)
v$assign(4)
k_square(2)
k_set_value(v, 1)
f <- function() 1
f
""",
    "models": """library(keras)
build <- function(n) {
  model <- keras_model_sequential(input_shape = 2)
  model %>% layer_dense(n)
  model
}
grow <- function(model) model %>% layer_dense(1)
build(3)
grow(build(2))
keras_model_sequential(input_shape = 2)
m <- build(1)
m
w <- m %>% get_weights()
print(w)
same <- function(model) model
same(m)
""",
    "classes": """library(keras)
L <- R6::R6Class('L', inherit = KerasLayer, public = list(
  units = NULL,
  initialize = function(units) {
    self$units <- units
  },
  call = function(x, mask = NULL) x * 2
))
add <- function(object, units) create_layer(L, object, list(units = units, name = 'l'))
C <- R6::R6Class('C', inherit = KerasCallback, public = list(seen = 0))
seen <- C$new()
S(keras$layers$Layer) %py_class% {
  'Doubles.'
  call <- function(inputs) inputs * 2
}
s <- S(name = 's')
m <- keras_model_custom(name = 'm', function(self) {
  self$d <- layer_dense(units = 1)
  function(inputs, mask = NULL) self$d(inputs)
})
bad <- R6::R6Class('B', inherit = KerasLayer, public = list(a = list()))
""",
    "further": """library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile(loss = 'mse', metrics = 'mae')
h <- m %>% fit(Species ~ ., data = iris)
g <- m %>% fit(matrix(0, 2, 2), c(0, 1))
names(g$metrics)
g
base <- keras_model_sequential(input_shape = 2)
top <- keras_model_sequential() %>% base() %>% layer_dense(1)
f <- function(n) layer_dense(units = n)
lapply(list(2, 3), f)
s <- c(2, 2)
array_reshape(1:8, c(2, s))
metric <- custom_metric('r', function(y_true, y_pred) k_maximum(y_pred, 1))
k <- 3
folds <- cut(1:9, breaks = k, labels = FALSE)
sequences <- texts_to_sequences(text_tokenizer(), 'a')
""",
    "given": """library(keras)
build <- function() {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
  model %>% compile('sgd', 'mse')
}
one <- build()
two <- keras_model_sequential(input_shape = 2) %>% layer_dense(1) %>% compile('sgd', 'mse')
copy <- function(to, from) to %>% set_weights(get_weights(from))
scaled <- layer_normalization() %>% adapt(matrix(1:4, 2))
both <- list(a = one, b = two)
for (name in names(both)) both[[name]] %>% compile('sgd', 'mse')
one %>% compile('adam', 'mse') %>% fit(matrix(1, 4, 2), rep(1, 4), epochs = 1)
library(tensorflow)
tf$random$set_seed(1)
tf$math$add(1, 2)
""",
    "recycled": """library(keras)
x <- matrix(1:6, 3)
mu <- apply(x, 2, mean)
w <- c(1, 2, 3)
new <- matrix(c(4, 5), nrow = 1)
a <- new - mu
b <- x / rowSums(x)
d <- x * w
e <- x %*% c(1, 2) + w
g <- exp(x) * w
m <- keras_model_sequential(input_shape = 2)
n <- m$metrics_names
o <- m$output_names
print(all.equal(1, 2))
print(max(c('a', 'b')))
""",
}


@pytest.fixture(scope="module")
def translated() -> dict[tuple[str, str], Translated]:
    texts = list(CODES.values())
    parsed = parse(texts)
    return {
        (name, style): one
        for style in ("rkeras_py", "keras")
        for name, one in zip(CODES, translate_texts(texts, parsed, style), strict=True)
    }


def test_values_are_shown_where_r_prints_them(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["shown", "rkeras_py"]
    for line in (
        'if x > 1:\n    r.print_value("a")\nelse:\n    "no"\n    r.print_value("b")\n',
        "\n2\nr.print_value(3)\nz = 5\nr.print_value(z)\n",
        'r.print_value("text")\n',
        "r.print_value(tf.reduce_sum(2.0))\n",
        "value = v.assign(4.0)\nif value is not None:\n    r.print_value(value)\n",
        "r.print_value(k_square(2.0))\nk_set_value(v, 1.0)\n",
    ):
        assert line in found.text
    assert "\nr.print_value(z)\nr.print_value(z)" not in found.text
    assert [reason for _, reason in found.left] == ["a function that is printed"]
    assert '\nr.print_value(h["get"]())\nh["put"](4.0)\n' in found.text


def test_classes_of_every_kind_are_classes_of_python(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["classes", "keras"]
    for line in (
        "class L(keras.layers.Layer):\n    units = None\n\n    def __init__(self, units, **kwargs):\n"
        "        super().__init__(**kwargs)\n        self.units = units\n",
        "class C(keras.callbacks.Callback):\n    seen = 0\n",
        "class S(keras.layers.Layer):\n    def call(self, inputs):\n",
        'super().__init__(name="m")\n        self.d = keras.layers.Dense(1)\n',
        "    def call(self, inputs, mask=None):\n        return self.d(inputs)\n",
    ):
        assert line in found.text
    assert "the field `a` of the class, which its objects could share in Python" in [one for _, one in found.left]
    assert "from rkeras_py import" not in found.text
    assert ".new(" not in found.text


def test_formulas_histories_and_layers_in_pipes(translated: dict[tuple[str, str], Translated]) -> None:
    ours, plain = translated["further", "rkeras_py"], translated["further", "keras"]
    assert '"Species ~ .", data=R["iris"])' in ours.text
    assert "sequences = [np.array(one) for one in texts_to_sequences(" in ours.text
    for line in (
        'for name in ("loss", "mae", "val_loss", "val_mae")',
        "top = keras.Sequential([base, keras.layers.Dense(1)])",
        "keras.ops.maximum(y_pred, 1.0)",
        'name="r"',
        "keras.layers.Dense(int(n))",
        "(2, *tuple((int(size) for size in s)))",
        "k + 1)[1:-1], np.arange(1, 10)) + 1",
    ):
        assert line in plain.text
    left = dict(plain.left)
    assert left[4] == "fit(): `data`"
    assert left[7] == "print() of a history, which Keras does not support"


def test_what_r_gives_back_is_the_object_where_keras_gives_none(translated: dict[tuple[str, str], Translated]) -> None:
    found = translated["given", "keras"]
    for lines in (
        '    model.compile(optimizer="sgd", loss="mse")\n    return model\n',
        'two = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])\ntwo.compile(optimizer="sgd"',
        "    to.set_weights(from_.get_weights())\n    return to\n",
        "scaled = keras.layers.Normalization()\nscaled.adapt(",
        '    both[name].compile(optimizer="sgd", loss="mse")\n',
        'one.compile(optimizer="adam", loss="mse")\none.fit(',
        "\ntf.random.set_seed(1.0)\nprint(repr(tf.math.add(1.0, 2.0)))\n",
    ):
        assert lines in found.text
    assert not found.left


def test_models_that_r_prints_are_printed(translated: dict[tuple[str, str], Translated]) -> None:
    program, plain = (translated["models", style].text for style in ("rkeras_py", "keras"))
    for shown in ("summary(build(3))", "summary(m)", "r.print_value(same(m))", "r.print_value(w)"):
        assert f"\n{shown}\n" in program
    assert "\ngrow(build(2))\n" in program and "summary(keras_model_sequential(" in program
    assert "\nbuild(3).summary()\n" in plain and "\nm.summary()\n" in plain
    assert "the object that same() returns" in plain


def test_a_vector_beside_a_matrix_goes_down_its_columns(translated: dict[tuple[str, str], Translated]) -> None:
    ours, plain = translated["recycled", "rkeras_py"], translated["recycled", "keras"]
    for line in (
        "a = new - mu\n",
        "b = x / np.sum(x, axis=1)[:, np.newaxis]\n",
        "d = x * np.resize(w, x.shape[::-1]).T\n",
        "e = x @ np.array([1.0, 2.0])[:, np.newaxis] + w[:, np.newaxis]\n",
    ):
        assert line in plain.text
    lines = [line for line, _ in plain.left]
    assert lines == [10, 12, 14, 15]
    assert [line for line, _ in ours.left] == lines[1:]
    assert "o = np.array(m.output_names)\n" in ours.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = (1", "the result is not valid Python"),
        ("print(y)", "the name 'y'"),
        ("def f(a):\n    return a + b", "the name 'b'"),
    ],
)
def test_what_python_refuses_is_left(text: str, reason: str) -> None:
    with pytest.raises(Untranslatable, match=reason):
        refuse_unsound(text, {"np"}.__contains__)


def test_names_of_the_program_are_known() -> None:
    text = "import os\nfor i in range(3):\n    try:\n        print(i, z)\n    except OSError as e:\n        raise e\n"
    text += "def g(a):\n    return [a + one for one in np.ones(2)]\n"
    assert refuse_unsound(text, {"np", "z"}.__contains__) == {"os", "i", "e", "g"}


def test_a_name_that_is_given_back_is_given_again() -> None:
    spelling = Spelling()
    assert [spelling.spell(one) for one in ("a.b", "a_b", "a-b")] == ["a_b", "a_b_2", "a_b_3"]
    saved = spelling.save()
    assert [spelling.invent("part"), spelling.invent("part"), spelling.spell("a b")] == ["part", "part_2", "a_b_4"]
    spelling.restore(saved)
    assert [spelling.invent("part"), spelling.spell("a b"), spelling.spell("a.b")] == ["part", "a_b_4", "a_b"]
    assert spelling.stands_for("a_b_2", {"a_b"}) and not spelling.stands_for("a_b_2", {"a.b"})
