import re

import keras
import pytest
import tf_keras

from rkeras_py.engine.loading import keras as prepared
from rkeras_py.layers.core import layer_dense
from rkeras_py.models.printing import format_model, summary

pytestmark = pytest.mark.quick

prepared()
L = keras.layers


def columns(header):
    names = re.findall(r"\S+(?: \S+)*", header)
    return names, [header.index(name) for name in names]


def parse(text):
    """The rows of a table of either engine, without what depends on widths: blanks, brackets, quotes, separators."""
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if set(line.strip()) == {"="})
    last = len(lines) - 1 - next(n for n, line in enumerate(reversed(lines)) if set(line.strip()) == {"="})
    names, starts = columns(lines[first - 1])
    rows = []
    for line in lines[first + 1 : last]:
        line = line.strip("|")
        if not line.strip() or set(line.strip()) <= set("¯-"):
            continue
        ends = [*starts[1:], len(line)]
        cells = [re.sub(r"[\s\[\]',|]", "", line[start - 1 : end - 1]) for start, end in zip(starts, ends, strict=True)]
        cells[-1] = re.sub(r"[\s\[\]',|]", "", line[starts[-1] - 1 :])
        if cells[2]:
            rows.append(cells)
        else:
            rows[-1] = [left + right for left, right in zip(rows[-1], cells, strict=True)]
    totals = [line.replace(",", "") for line in lines[last + 1 :] if "params:" in line]
    return names, rows, totals


def sequential(k):
    return k.Sequential([k.layers.InputLayer((8,)), k.layers.Dense(4, name="a"), k.layers.Dense(2, name="b")])


def stack(k):
    inputs = k.layers.Input((8,), name="i")
    return k.Model(inputs, k.layers.Dense(2, name="b")(k.layers.Dense(1000, name="a")(inputs)))


def headline(k):
    layers = k.layers
    main = layers.Input((100,), dtype="int32", name="main_input")
    encoded = layers.LSTM(32, name="lstm")(layers.Embedding(10000, 512, name="embedding")(main))
    extra = layers.Input((5,), name="aux_input")
    aux = layers.Dense(1, name="aux_output")(encoded)
    x = layers.Concatenate(name="concatenate")([encoded, extra])
    for number in range(3):
        x = layers.Dense(64, name=f"dense_{number}")(x)
    return k.Model([main, extra], [layers.Dense(1, name="main_output")(x), aux])


def shared(k):
    layers = k.layers
    inputs, other = layers.Input((10,), name="i"), layers.Input((10,), name="j")
    dense = layers.Dense(10, name="shared")
    once = dense(inputs)
    return k.Model([inputs, other], layers.Add(name="add")([dense(once), dense(other), dense(other)]))


def part_of_shared(k):
    """The model holds the second and third call only; node indices count all."""
    layers = k.layers
    dense = layers.Dense(4, name="shared")
    dense(layers.Input((4,), name="elsewhere"))
    inputs = layers.Input((4,), name="i")
    return k.Model(inputs, layers.Add(name="add")([inputs, dense(dense(inputs))]))


def different_shapes(k):
    layers = k.layers
    conv = layers.Conv2D(2, 3, name="conv")
    inputs = [layers.Input((8, 8, 1), name="i"), layers.Input((9, 9, 1), name="j")]
    return k.Model(inputs, [layers.Flatten(name=f"f{number}")(conv(x)) for number, x in enumerate(inputs)])


def states(k):
    layers = k.layers
    inputs = layers.Input((5, 2), name="i")
    out, h, c = layers.LSTM(3, return_state=True, name="encoder")(inputs)
    again = layers.LSTM(3, name="decoder")(inputs, initial_state=[h, c])
    return k.Model(inputs, [layers.Concatenate(name="concatenate")([out, again])])


def frozen(k):
    model = stack(k)
    model.layers[1].trainable = False
    return model


def normalized(k):
    return k.Sequential([k.layers.InputLayer((8,)), k.layers.BatchNormalization(name="a"), k.layers.Dense(2, name="b")])


def from_the_middle(k):
    inputs = k.layers.Input((3,), name="i")
    middle = k.layers.Dense(4, name="a")(inputs)
    end = k.layers.Dense(4, name="b")(middle)
    return k.Model(middle, k.layers.Add(name="add")([middle, end]))


def nested(k):
    layers = k.layers
    inner = k.Sequential([layers.InputLayer((3,)), layers.Dense(4, name="a"), layers.Dense(3, name="b")], name="inner")
    inputs = layers.Input((3,), name="i")
    return k.Model(inputs, layers.Add(name="add")([inputs, inner(inner(inputs))]), name="outer")


def nested_twice(k):
    inputs = k.layers.Input((3,), name="j")
    return k.Model(inputs, k.layers.Dense(2, name="c")(nested(k)(inputs)))


MODELS = [sequential, stack, headline, shared, part_of_shared, different_shapes, states, frozen, normalized]


def keras2_table(model, **options):
    lines = []
    trains = bool(model.non_trainable_weights)
    # Keras 2 wraps a count that is wider than a tenth of the line.
    model.summary(line_length=150, print_fn=lambda line, **_: lines.append(line), show_trainable=trains, **options)
    return "\n".join(lines)


@pytest.mark.parametrize("build", [*MODELS, nested, nested_twice], ids=lambda build: build.__name__)
@pytest.mark.parametrize("width", [150, 80])
def test_rows_and_columns_are_those_of_keras_2(build, width):
    names, rows, totals = parse(keras2_table(build(tf_keras)))
    assert parse(format_model(build(keras), line_length=width)) == (names, rows, totals)


@pytest.mark.parametrize("build", [nested, nested_twice], ids=lambda build: build.__name__)
def test_nested_models_expand_as_in_keras_2(build):
    expected = parse(keras2_table(build(tf_keras), expand_nested=True))
    for compact in (True, False):
        assert parse(format_model(build(keras), 90, expand_nested=True, compact=compact)) == expected


def test_frames_of_nested_models_close():
    lines = format_model(nested_twice(keras), 70, expand_nested=True, ascii=False).split("\n")
    assert all(len(line) == 70 for line in lines if line.startswith("|"))
    assert sum(set(line) <= set("|¯") for line in lines) == 4


def test_headline_table():
    assert format_model(headline(keras), 76).split("\n")[1:] == [
        "_" * 76,
        " Layer (type)               Output Shape      Param #    Connected to",
        "=" * 76,
        " main_input (InputLayer)    (None, 100)       0",
        " embedding (Embedding)      (None, 100, 512)  5,120,000  main_input[0][0]",
        " lstm (LSTM)                (None, 32)        69,760     embedding[0][0]",
        " aux_input (InputLayer)     (None, 5)         0",
        " concatenate (Concatenate)  (None, 37)        0          lstm[0][0]",
        "                                                         aux_input[0][0]",
        " dense_0 (Dense)            (None, 64)        2,432      concatenate[0][0]",
        " dense_1 (Dense)            (None, 64)        4,160      dense_0[0][0]",
        " dense_2 (Dense)            (None, 64)        4,160      dense_1[0][0]",
        " main_output (Dense)        (None, 1)         65         dense_2[0][0]",
        " aux_output (Dense)         (None, 1)         33         lstm[0][0]",
        "=" * 76,
        "Total params: 5,200,610 (19.84 MB)",
        "Trainable params: 5,200,610 (19.84 MB)",
        "Non-trainable params: 0 (0.00 Byte)",
        "_" * 76,
    ]


def test_a_model_on_a_tensor_from_the_middle():
    _, rows, _ = parse(format_model(from_the_middle(keras), 80))
    _, expected, _ = parse(keras2_table(from_the_middle(tf_keras)))
    assert [row[1:3] for row in rows] == [row[1:3] for row in expected]
    assert [row[3] for row in rows[1:]] == [rows[0][0].split("(")[0] + "00", rows[0][0].split("(")[0] + "00b10"]


def test_nodes_that_keras_made_by_itself_do_not_count():
    model = keras.Sequential([L.InputLayer((4,))])
    model.add(L.Dense(4, name="a"))
    model.add(L.Dense(4, name="b"))
    first, last = (layer._inbound_nodes[-1].outputs[0] for layer in model.layers)
    assert len(model.layers[0]._inbound_nodes) == 2
    rows = parse(format_model(keras.Model(model.inputs, L.Add(name="add")([first, last])), 80))[1]
    assert [row[3] for row in rows[2:]] == ["a00", "a00b00"]


def test_operations_between_tensors_have_rows():
    inputs = keras.Input((4,), name="i")
    text = format_model(keras.Model(inputs, L.Dense(4, name="a")(inputs) + inputs), 80)
    assert re.search(r"add\w* \(Add\) +\(None, 4\) +0 +a\[0\]\[0\]\n +i\[0\]\[0\]", text)


def test_unbuilt_and_subclassed_models():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = L.Dense(2, name="used")
            self.spare = L.Dense(2, name="spare")

        def build(self, input_shape):
            self.dense.build(input_shape)

        def call(self, x):
            return self.dense(x)

    unbuilt = "Model: <no summary available, model was not built>"
    assert format_model(keras.Sequential([L.Dense(2)])) == unbuilt
    model = Own()
    assert format_model(model) == unbuilt
    model(keras.ops.ones((3, 4)))
    rows = {row[0]: row[2] for row in parse(format_model(model, 80))[1]}
    assert rows == {"used(Dense)": "10", "spare(Dense)": "0(unused)"}


def test_optimizer_weights_do_not_count():
    model = stack(keras)
    before = format_model(model, 80)
    model.compile("adam", "mse")
    model.train_on_batch(keras.ops.ones((1, 8)), keras.ops.ones((1, 2)))
    assert format_model(model, 80) == before


def test_sizes_count_bytes_of_each_type():
    model = keras.Sequential([L.InputLayer((1024,)), L.Dense(1024, use_bias=False, dtype="float16")])
    assert "Total params: 1,048,576 (2.00 MB)" in format_model(model, 80)


def test_seeds_are_no_weights():
    model = keras.Sequential([L.InputLayer((4,)), L.Dropout(0.5), L.Dense(1)])
    assert "Non-trainable params: 0 " in format_model(model, 80) and "Trainable\n" not in format_model(model, 80)


def test_trainable_column():
    text = format_model(frozen(keras), 69)
    assert max(map(len, text.split("\n"))) == 80
    assert [row[-1] for row in parse(text)[1]] == ["Y", "N", "Y"]
    assert "Trainable\n" not in format_model(frozen(keras), 69, show_trainable=False)
    assert "Trainable\n" in format_model(stack(keras), 69, show_trainable=True)


def test_width_is_that_of_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "93")
    assert {len(line) for line in format_model(stack(keras)).split("\n") if line.startswith("_")} == {93}
    assert {len(line) for line in format_model(frozen(keras)).split("\n") if line.startswith("_")} == {93}


@pytest.mark.parametrize("width", [1, 20, 40, 60])
def test_narrow_tables_wrap_but_keep_counts_whole(width):
    model = headline(keras)
    text = format_model(model, width)
    assert "5,120,000" in text
    assert parse(text)[1] == parse(format_model(model, 150))[1]


def test_compact_leaves_out_empty_lines():
    model = headline(keras)
    compact, loose = (format_model(model, 80, compact=compact).split("\n") for compact in (True, False))
    assert "" not in compact
    assert [line for line in loose if line] == [line for line in compact if line] and loose.count("") == 10


def test_positions():
    lines = format_model(headline(keras), 100, positions=[0.3, 0.6, 0.75, 1.0]).split("\n")
    assert [lines[2].index(name) for name in ("Output", "Param", "Connected")] == [30, 60, 75]
    assert lines[2:] == format_model(headline(keras), 100, positions=[30, 60, 75, 100]).split("\n")[2:]
    with pytest.raises(ValueError, match=r"summary\(\): `positions` should be 4 increasing numbers"):
        format_model(headline(keras), 100, positions=[0.5, 0.2, 0.75, 1])


def test_ascii():
    model = nested(keras)
    assert format_model(model, 80, expand_nested=True, ascii=True).isascii()
    assert "¯" in format_model(model, 80, expand_nested=True, ascii=False)


def test_summary_prints_and_waits_for_the_pipe(capsys):
    model = stack(keras)
    assert summary(model, line_length=80.0) is None
    first = capsys.readouterr().out
    assert first == format_model(model, 80) + "\n"
    model >> summary(line_length=80)
    assert capsys.readouterr().out == first


def test_summary_refuses_what_it_does_not_know():
    with pytest.raises(TypeError, match="Did you mean `line_length`"):
        summary(stack(keras), line_lenght=80)
    with pytest.raises(ValueError, match="`line_length` should be a whole number"):
        summary(stack(keras), line_length=80.5)
    with pytest.raises(TypeError, match="`object` should be a model"):
        summary(layer_dense(units=2))
