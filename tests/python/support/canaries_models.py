"""Canaries of graphs, chains and layers in rkeras_py.engine.internals."""

import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tensorflow as tf
from canary import canary, functional, keras

from rkeras_py.engine.internals import chains, graphs, layers, modules, saved_names, seeds
from rkeras_py.engine.loading import find

# graphs --------------------------------------------------------------------------------------------------------------


@canary("graphs.inbound_nodes", "graphs.outbound_nodes", "graphs.source_node", "graphs.keras_history")
def _nodes() -> None:
    dense, other, x = keras.layers.Dense(2), keras.layers.Dense(1), keras.Input((2,))
    y = dense(x, training=False)
    z = other(y)
    (node,) = graphs.inbound_nodes(dense)
    assert node.operation is dense and not node.is_input and weakref.ref(node)() is node
    assert list(node.outputs) == [y] and list(node.input_tensors) == [x]
    assert node.arguments.kwargs["training"] is False and node.arguments.keras_tensors[0] is x
    assert graphs.source_node(y) is node and graphs.source_node(x).is_input
    assert graphs.inbound_nodes(dense) is graphs.inbound_nodes(dense), "it should be the layer's own list"
    assert graphs.outbound_nodes(dense) == [graphs.source_node(z)] and node.parent_nodes[0].is_input
    assert graphs.keras_history(y)._fields == ("operation", "node_index", "tensor_index")
    assert graphs.keras_history(y).operation is dense and graphs.keras_history(np.ones(2)) is None
    dense(keras.Input((2,)))
    assert len(graphs.inbound_nodes(dense)) == 2


@canary("graphs.set_keras_mask")
def _given_mask() -> None:
    y = keras.Input((3, 2))
    graphs.set_keras_mask(y, "mask")
    assert graphs.keras_mask(y) == "mask"


@canary("graphs.keras_mask")
def _mask() -> None:
    y = keras.layers.Masking()(keras.Input((3, 2)))
    assert graphs.keras_mask(y).shape == (None, 3) and graphs.keras_mask(keras.Input((2,))) is None
    lstm = keras.layers.LSTM(2)
    lstm(y)
    (node,) = graphs.inbound_nodes(lstm)
    handed_over = [value for name, value in node.arguments.kwargs.items() if name.endswith("mask")]
    inputs = [tensor for tensor in node.input_tensors if not any(tensor is mask for mask in handed_over)]
    assert inputs == [y], "masks that Keras hands to a call should be told from its inputs by their names"


@canary("graphs.is_describable", "graphs.graph_of", "graphs.sequential_graph", "modules.functional_class")
def _graph() -> None:
    class Own(keras.Model):
        pass

    model, *_ = functional()
    chain = keras.Sequential([keras.layers.Dense(2)])
    assert type(model) is modules.functional_class()
    assert graphs.is_describable(model) and graphs.is_describable(chain) and not graphs.is_describable(Own())
    assert graphs.graph_of(model) is model and graphs.graph_of(Own()) is None
    assert graphs.graph_of(chain) is None and graphs.graph_of(keras.layers.Dense(2)) is None
    chain.build((None, 3))
    assert type(graphs.graph_of(chain)) is modules.functional_class()
    assert graphs.sequential_graph(chain) is graphs.graph_of(chain)


@canary("graphs.inputs_structure", "graphs.outputs_structure")
def _structures() -> None:
    model, x, y = functional()
    assert graphs.inputs_structure(model) is x and graphs.outputs_structure(model) is y
    assert graphs.inputs_structure(keras.Model({"x": x}, [y])) == {"x": x}
    assert graphs.outputs_structure(keras.Model({"x": x}, [y])) == [y]


@canary("graphs.nodes_by_depth")
def _depths() -> None:
    model, x, y = functional()
    assert graphs.nodes_by_depth(model) == {0: [graphs.source_node(y)], 1: [graphs.source_node(x)]}


@canary("graphs.run_through_graph", "graphs.replace_run", "graphs.replaced_run")
def _run() -> None:
    model, x, y = functional()
    data = np.ones((1, 2), "float32")
    seen = []

    def watched(operation: Callable[..., object]) -> Callable[..., object]:
        seen.append(operation)
        return operation

    expected = data @ model.get_weights()[0]
    assert np.allclose(graphs.run_through_graph(model, data, watched), expected)
    assert seen == [model.get_layer("y")]
    assert np.allclose(graphs.run_through_graph(keras.Function([x], y), [data]), expected)
    assert graphs.replaced_run(model) is None
    ran: list[object] = []

    def instead(inputs: object, operation_fn: object = None, call_fn: object = None) -> object:
        ran.append(inputs)
        return before(inputs, operation_fn or (lambda operation: operation), call_fn)

    before = graphs.replace_run(model, instead)
    assert graphs.replaced_run(model) is instead
    assert np.allclose(model(data), expected) and ran, "calling the model should use what was put there"


# chains --------------------------------------------------------------------------------------------------------------


@canary("chains.all_layers", "chains.set_graph", "chains.rebuild")
def _sequential() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    assert [type(layer).__name__ for layer in chains.all_layers(model)] == ["InputLayer", "Dense"]
    assert chains.all_layers(model) is chains.all_layers(model), "it should be the model's own list"
    graph = graphs.sequential_graph(model)
    model.add(keras.layers.Dense(1), rebuild=False)
    assert graphs.sequential_graph(model) is None and not model.built
    del chains.all_layers(model)[2:]
    chains.set_graph(model, graph)
    model.built = True
    assert model.layers[-1].units == 2 and model(np.ones((1, 2))).shape == (1, 2)
    model.add(keras.layers.Dense(1), rebuild=False)
    chains.rebuild(model)
    assert model.built and model.output_shape == (None, 1)


@canary("chains.set_input_shape")
def _input_shape() -> None:
    dense, model = keras.layers.Dense(2), keras.Sequential()
    chains.set_input_shape(dense, (3,))
    model.add(dense)
    assert model.input_shape == (None, 3)


@canary("chains.name_scope")
def _scope() -> None:
    model = keras.Sequential([keras.Input((2,))], name="outer")
    with chains.name_scope(model):
        dense = keras.layers.Dense(1, name="inner")
        dense.build((None, 2))
    assert dense.kernel.path == "outer/inner/kernel", dense.kernel.path


@canary("chains.extend_functional")
def _extended() -> None:
    grown, plain = (keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, name="first")]) for _ in range(2))
    graph, layer = graphs.sequential_graph(grown), keras.layers.Dense(1, name="second")
    grown.add(layer, rebuild=False)
    output = layer(graph.outputs[0])
    assert chains._is_plain_link(grown, graph, layer, output), "Keras's Functional holds something else than it did"
    assert chains.extend_functional(grown, graph, layer, output) is graph
    plain.add(keras.layers.Dense(1, name="second"))
    wanted = graphs.sequential_graph(plain)
    assert vars(graph).keys() == vars(wanted).keys()
    for part in ("_nodes_by_depth", "_operations_by_depth"):
        by_depth = [
            [getattr(one, "operation", one).name for one in level] for _, level in sorted(vars(graph)[part].items())
        ]
        assert by_depth[:2] == [["second"], ["first"]] and len(by_depth) == len(vars(wanted)[part]), part
    assert [one.name for one in graph._operations][1:] == [one.name for one in wanted._operations][1:]
    assert graph.output_names == wanted.output_names and graph._outputs == [output] == graph.outputs
    assert len(graph._nodes) == len(wanted._nodes) and graph.layers[-1] is layer
    chains.set_graph(grown, graph)
    grown.built = True
    grown.set_weights(plain.get_weights())
    data = np.ones((4, 2), "float32")
    assert np.array_equal(grown.predict(data, verbose=0), plain.predict(data, verbose=0))


# layers --------------------------------------------------------------------------------------------------------------


@canary("layers.flat_layers", "layers.inner_layers")
def _flat() -> None:
    inner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="deep")])
    outer = keras.Sequential([keras.Input((2,)), inner])
    names = [layer.name for layer in layers.flat_layers(outer)]
    assert names[0] == outer.name and {inner.name, "deep"} < set(names)
    assert [layer.name for layer in layers.inner_layers(outer)] == names[1:]


@canary("layers.keep_metric")
def _kept_metric() -> None:
    layer = keras.layers.Dense(1)
    layer.build((None, 2))
    layers.keep_metric(layer, keras.metrics.Mean(name="seen"))
    assert [metric.name for metric in layer.metrics] == ["seen"]


@canary("layers.attention_softmax")
def _softmax() -> None:
    attention = keras.layers.MultiHeadAttention(1, 1)
    attention.build((None, 2, 3), (None, 2, 3))
    assert isinstance(layers.attention_softmax(attention), keras.layers.Softmax)


@canary("layers.training_default", "graphs.gives_training", "graphs.note_training", "layers.is_outermost_call")
def _training() -> None:
    dropout, normalization, x = keras.layers.Dropout(0.5), keras.layers.BatchNormalization(), keras.Input((2,))
    assert [layers.training_default(one) for one in (dropout, normalization)] == [False, None]
    assert not layers.is_outermost_call(dropout)
    seen = []

    class Notes(keras.layers.Layer):
        def call(self, x: object, training: object = None) -> object:
            seen.append(layers.is_outermost_call(self))
            graphs.note_training(self, outputs, training)
            return x

    outputs = dropout(x)
    node = graphs.source_node(outputs)
    graphs.note_training(dropout, outputs, True)
    assert not graphs.gives_training(node)
    Notes()(np.ones((1, 2), "float32"), training=True)
    assert seen == [True] and graphs.gives_training(node)


@canary("layers.takes_training")
def _training() -> None:
    assert layers.takes_training(keras.layers.Dropout(0.5)) and not layers.takes_training(keras.layers.ReLU())


@canary("layers.takes_mask")
def _mask() -> None:
    assert layers.takes_mask(keras.layers.LSTM(1)) and not layers.takes_mask(keras.layers.ReLU())


@canary("layers.context_arguments")
def _context() -> None:
    inner = keras.Sequential([keras.Input((2,)), keras.layers.Dropout(0.5)])
    assert "training" in layers.context_arguments(inner)


@canary("layers.lookup_layer", "layers.key_dtype")
def _lookup() -> None:
    text, words = keras.layers.TextVectorization(), keras.layers.StringLookup(vocabulary=["a"])
    assert layers.lookup_layer(words) is words and layers.key_dtype(words) == "string"
    assert isinstance(layers.lookup_layer(text), keras.layers.StringLookup)
    assert layers.lookup_layer(text).vocabulary_dtype == "string" and hasattr(words, "lookup_table")
    assert "int" in layers.key_dtype(keras.layers.IntegerLookup(vocabulary=[3]))
    assert layers.key_dtype(keras.layers.Dense(1)) is None


@canary("layers.is_default", "layers.mark_as_default")
def _default() -> None:
    assert layers.is_default(keras.layers.ReLU().build) and not layers.is_default(keras.layers.Dense(1).build)
    assert not layers.is_default(None)

    class Doubled(keras.layers.Layer):
        @layers.mark_as_default
        def compute_output_shape(self, input_shape: object) -> object:
            raise AssertionError("Keras should look at `call` instead")

        def call(self, x: object) -> object:
            return keras.ops.concatenate([x, x])

    assert Doubled()(keras.Input((2,), batch_size=1)).shape == (2, 2)


@canary("layers.seed_states")
def _random() -> None:
    model = keras.Sequential([keras.Input((2, 1)), keras.layers.Dropout(0.5), keras.layers.LSTM(1, dropout=0.5)])
    states = layers.seed_states(model)
    assert len(states) == 2 and {id(one) for one in states} <= {id(one) for one in model.variables}


@canary("layers.own_variables", "layers.PARTS", "layers.OWN_LOSSES")
def _held() -> None:
    norm = keras.layers.BatchNormalization()
    norm.build((None, 2))
    names = [variable.name for variable in layers.own_variables(norm)]
    assert names == ["gamma", "beta", "moving_mean", "moving_variance"]
    chain = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    held = vars(chain).keys() | vars(norm).keys()
    assert set(layers.PARTS) <= held, set(layers.PARTS) - held

    class Own(keras.layers.Layer):
        def call(self, x: object) -> object:
            return x

    setattr(Own, layers.OWN_LOSSES, lambda self: [keras.ops.ones(())])
    assert [float(loss) for loss in Own().losses] == [1.0], "Keras should ask each layer by this method"


@canary("layers.is_without_value", "layers.set_initializer", "layers.share_memory")
def _variables() -> None:
    made = []

    def compute(x: object) -> object:
        made.append(keras.Variable(keras.initializers.Zeros(), shape=(2,), dtype="float32"))
        assert layers.is_without_value(made[0])
        layers.set_initializer(made[0], lambda shape, dtype: keras.ops.full(shape, 3.0, dtype))
        return x

    keras.src.backend.compute_output_spec(compute, keras.Input((2,)))
    assert made[0].numpy().tolist() == [3.0, 3.0] and not layers.is_without_value(made[0])
    theirs = tf.Variable([1.0])
    ours = keras.Variable(theirs, dtype="float32")
    layers.share_memory(ours, theirs)
    theirs.assign([5.0])
    assert ours.numpy().tolist() == [5.0]


@canary("layers.take_automatic_name")
def _automatic_names() -> None:
    keras.layers.Dense(1)
    taken = layers.take_automatic_name("dense_7", "Dense")
    assert taken is not None and taken.startswith("dense_")
    assert keras.layers.Dense(1).name == f"dense_{int(taken.removeprefix('dense_')) + 1}", "one counter for both"
    assert layers.take_automatic_name("mine", "Dense") is None


@canary("seeds.set_random_seed")
def _seeds() -> None:
    own = keras.src.utils.rng_utils.set_random_seed
    assert "tf" in own.__code__.co_names and "tf" in own.__globals__, "it should seed TensorFlow by this name"
    drawn = []
    for _ in range(2):
        seeds.set_random_seed(3)
        drawn.append((np.random.rand(), float(keras.random.uniform(()))))
    assert drawn[0] == drawn[1]


@canary("saved_names.PLAIN_MODULES", "saved_names.COMPUTING_MODULES", "saved_names.PLAIN_VALUES")
def _plain() -> None:
    objects = [
        keras.callbacks.CSVLogger("never-made.csv"),
        keras.constraints.NonNeg(),
        keras.initializers.GlorotUniform(),
        keras.regularizers.L2(),
        keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5),
        find(f"{modules.OWN_CODE}.legacy.preprocessing.text.Tokenizer")(),
        keras.DTypePolicy("mixed_float16"),
    ]
    places = [type(one).__module__ for one in objects]
    places += [function.__module__ for function in (keras.losses.huber, keras.metrics.binary_accuracy)]
    assert [place.startswith(begin) for place, begin in zip(places, saved_names.PLAIN_MODULES, strict=True)] == [
        True
    ] * 9
    assert all(place.startswith(saved_names.COMPUTING_MODULES) for place in places[7:])
    assert not Path("never-made.csv").exists()
    shape = tf.TensorShape([None, 2])
    tensors = tf.ragged.constant([[1]]), tf.sparse.from_dense([[1]]), tf.IndexedSlices(tf.ones((1, 1)), tf.zeros(1))
    for one in (shape, shape.dims[0], tf.float32, tf.TensorSpec(shape), *map(tf.type_spec_from_value, tensors)):
        named = one.__reduce__()[0]
        assert named.__name__ in saved_names.PLAIN_VALUES[named.__module__], one
