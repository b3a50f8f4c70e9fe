"""Forks of a process that runs TensorFlow and R: what the child cannot use is refused, and all else works."""

from bridge_support import START, run_python
from prepared import run_to_the_end

MODEL = """
import concurrent.futures, multiprocessing, os, pickle, signal, subprocess, sys, warnings
import keras
import numpy as np
import rkeras_py as rk

warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
x = np.ones((3, 2), "float32")
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
model.compile("sgd", "mse")
expected = rk.predict(model, x)
fork, spawn = multiprocessing.get_context("fork"), multiprocessing.get_context("spawn")
FORKED = "cannot be used in a forked process"

def tell(use):
    signal.alarm(60)  # instead of for ever
    try:
        return repr(use())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def in_fork(use):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, tell(use).encode())
        os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        text = answer.read()
    assert os.wait()[1] == 0, text
    return text

def is_refused(text):
    return text.startswith("RuntimeError") and FORKED in text and "multiprocessing" in text and "spawn" in text

def predict(data, model=model):
    signal.alarm(60)
    return model.predict(data, verbose=0)
"""


def test_every_use_of_tensorflow_in_a_fork_is_refused() -> None:
    done = run_to_the_end(f"""{MODEL}
import tensorflow as tf
import threading
uses = {{
    "predict": lambda: model.predict(x, verbose=0),
    "rk.predict": lambda: rk.predict(model, x),
    "call": lambda: model(x),
    "fit": lambda: model.fit(x, x[:, :1], verbose=0),
    "rk.fit": lambda: rk.fit(model, x, x[:, :1], verbose=0),
    "evaluate": lambda: rk.evaluate(model, x, x[:, :1], verbose=0),
    "on batch": lambda: model.train_on_batch(x, x[:, :1]),
    "weights": lambda: model.get_weights(),
    "save": lambda: rk.serialize_model(model),
    "make": lambda: rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(1),
    "k": lambda: rk.k_dot(x, x.T),
    "ops": lambda: keras.ops.add(x, 1.0),
    "tf": lambda: tf.function(lambda a: a + 1)(tf.constant(1.0)),
    "variable": lambda: model.variables[0].numpy(),
    "pickle": lambda: pickle.dumps(model),
}}
answers = {{name: in_fork(use) for name, use in uses.items()}}
assert all(map(is_refused, answers.values())), [answer for answer in answers.items() if not is_refused(answer[1])]

assert in_fork(lambda: rk.pad_sequences([[1], [2, 3]]).tolist()) == "[[0, 1], [2, 3]]"
assert in_fork(lambda: int(x.sum())) == "6"
assert in_fork(lambda: model.name) == repr(model.name)
both = []
thread = threading.Thread(target=lambda: both.append(in_fork(uses["predict"])))
thread.start()
thread.join()
assert is_refused(both[0])
assert is_refused(in_fork(lambda: in_fork(uses["predict"]).split("'")[0] and uses["predict"]()))

for command in (["true"], [sys.executable, "-c", "print(1)"]):  # what only starts another program
    subprocess.run(command, check=True, capture_output=True, preexec_fn=os.setsid)
assert os.system("true") == 0
np.testing.assert_array_equal(rk.predict(model, x), expected)  # the parent has lost nothing
if os.fork() == 0:
    sys.exit(0)
assert os.wait()[1] == 0
print("end")
""")
    assert done.stdout == "end\n" and "Traceback" not in done.stderr, done.stderr


def test_workers_that_multiprocessing_forks_refuse_models_that_come_by_any_way() -> None:
    done = run_to_the_end(f"""{MODEL}
def answer(*args):
    return tell(lambda: predict(x, *args))

with fork.Pool(2) as pool:
    texts = pool.map(answer, [model] * 2)
    texts.append(pool.apply(answer))
with concurrent.futures.ProcessPoolExecutor(2, mp_context=fork) as pool:
    texts += [pool.submit(answer).result(), pool.submit(answer, model).result()]
    try:
        pool.submit(predict, x).result()
    except RuntimeError as error:
        texts.append(f"RuntimeError: {{error}}")
queue = fork.Queue()
process = fork.Process(target=lambda given: queue.put(tell(lambda: rk.predict(given, x))), args=(model,))
process.start()
texts.append(queue.get())
process.join()
assert process.exitcode == 0 and len(texts) == 7 and all(map(is_refused, texts)), texts
""")
    assert "Traceback" not in done.stderr, done.stderr


def test_processes_that_fork_before_tensorflow_runs_use_it() -> None:
    run_python("""
import os, warnings
import numpy as np
import rkeras_py as rk
rk.keras_model_sequential  # nothing that starts TensorFlow
if os.fork() == 0:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(1, kernel_initializer="ones")
    assert rk.predict(model, np.ones((1, 2))).tolist() == [[2.0]]
    os._exit(0)
assert os.wait()[1] == 0
""")


def test_r_in_a_fork_computes_and_refuses_keras() -> None:
    done = run_to_the_end(f"""
{START}
{MODEL}
R("library(rkeras)")
R["model"], R["x"] = model, x
assert in_fork(lambda: R("sum(1:10)")) == repr(R("sum(1:10)"))
for code in ("predict(model, x)", "model(x)", "model$name", "keras_model_sequential()", "k_constant(1)"):
    text = in_fork(lambda: R(code))
    assert all(part in text for part in ("RError", FORKED, "makePSOCKcluster", "multiprocessing")), text
text = in_fork(lambda: R["model"].predict(x))
assert is_refused(text), text

R('''refused <- function(use) tryCatch(eval(use), error = conditionMessage)
uses <- alist(predict(model, x), get_weights(model), model$name, model(x))''')
told = R("unlist(parallel::mclapply(uses, refused, mc.cores = 2))")
assert len(told) == 4 and all(FORKED in text for text in told), told
assert R("unlist(parallel::mclapply(1:3, function(i) i^2, mc.cores = 2))").tolist() == [1.0, 4.0, 9.0]
np.testing.assert_array_equal(R("predict(model, x)"), expected)
print("end")
""")
    assert done.stdout == "end\n"


def test_spawned_workers_predict_with_models_that_were_sent() -> None:
    done = run_to_the_end(
        f"""
del __file__  # or a worker would run this script
{START}
import importlib, pathlib, sys, tempfile
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "workers.py").write_text('''
import rkeras_py as rk
def predict(data, x):
    return rk.predict(rk.unserialize_model(data), x)
''')
    sys.path.insert(0, folder)
    import concurrent.futures, multiprocessing
    import numpy as np
    import rkeras_py as rk
    import workers
    R("library(rkeras); k_set_floatx('float32')")
    R("model <- keras_model_sequential(input_shape = 3) %>% layer_dense(4, 'tanh') %>% layer_dense(2)")
    model, x = R["model"], np.arange(12, dtype="float32").reshape(4, 3) / 12
    data, expected = rk.serialize_model(model), model.predict(x, verbose=0)
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawn) as pool:
        for sent in (data, R("serialize_model(model)")):
            np.testing.assert_array_equal(pool.submit(workers.predict, sent, x).result(), expected)
print("end")
""",
    )
    assert done.stdout == "end\n"
