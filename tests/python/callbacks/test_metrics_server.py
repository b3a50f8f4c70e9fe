"""The server of the page of curves: who may ask, for how long, how many at once, and when its port closes.

Each script runs in a process of its own.
"""

from prepared import run_prepared
from support import run_script

ASK = """
import socket, struct, threading, time, urllib.request
from rkeras_py.callbacks import metrics_page, metrics_server

def connect(page):
    return socket.create_connection(("127.0.0.1", page._port), timeout=20)

def ask(page, host="127.0.0.1", path=None, headers=None):
    lines = [f"GET {path or page._path} HTTP/1.1", *([f"Host: {host}"] if headers is None else headers), "", ""]
    with connect(page) as connection:
        connection.sendall("\\r\\n".join(lines).encode("latin-1"))
        return read(connection)

def read(connection):
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionError:
        pass
    return found

def is_closed(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False

def wait_for(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)
"""

USES = f"""{ASK}
metrics_page._LINGERS = 300
metrics_server._LONGEST = metrics_server._Handler.timeout = 2.0
page = metrics_page.Page()
before = threading.active_count()

def answers():
    return ask(page).startswith(b"HTTP/1.0 200")

# Clients that leave: at once, in the middle of a request, with a reset, before they read a large answer.
whole = f"GET {{page._path}} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n".encode()
for sent in (b"", b"GET ", whole[:-9], whole):
    for resets in (False, True):
        connection = connect(page)
        if resets:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(sent)
        connection.close()
page.state = b"1" * 50_000_000
connection = connect(page)
connection.sendall(f"GET {{page._path}}curves HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n".encode())
connection.recv(10)
connection.close()
page._clear(0)
assert answers()

# Names that lead here by a trick of DNS.
for host in ("127.0.0.1", "localhost", f"localhost:{{page._port}}", "LOCALHOST:8080"):
    assert ask(page, host).startswith(b"HTTP/1.0 200"), host
foreign = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1]", "0.0.0.0"]
for host in (*foreign, f"evil.example:{{page._port}}"):
    for path in (page._path, f"{{page._path}}curves", "/"):
        assert ask(page, host, path).startswith(b"HTTP/1.0 403"), host
for headers in ([], ["Host: localhost", "Host: evil.example"], ["host : localhost"]):
    assert not ask(page, headers=headers).startswith(b"HTTP/1.0 200"), headers
with urllib.request.urlopen(page.url, timeout=10) as answer:
    assert answer.status == 200
other = [whole.replace(b"GET", b"POST"), whole.replace(b"1.1", b"9")]
for wrong in (*other, b"\\xff\\x00\\r\\n\\r\\n", b"GET " + b"a" * 70000):
    with connect(page) as connection:
        connection.sendall(wrong)
        assert b"200 OK" not in read(connection)

# Those that say nothing, or a byte now and then, and far more of them than there may be.
start = time.monotonic()
silent = [connect(page) for _ in range(200)]
slow = silent[0]
def drip():
    try:
        for _ in range(100):
            slow.sendall(b"G")
            time.sleep(0.2)
    except OSError:
        pass
threading.Thread(target=drip, daemon=True).start()
assert threading.active_count() - before <= metrics_server._MOST + 2
for connection in silent:
    read(connection)
assert time.monotonic() - start < 15
wait_for(lambda: not page._server._since)
assert answers()
print("end")
"""

PORT = f"""{ASK}
metrics_page._LINGERS = 1.5
page = metrics_page.Page()
port = page._port
wait_for(lambda: is_closed(port))  # made, and never used
first = page.begin(3)
assert page._port == port and not is_closed(port)
second = page.begin(3)  # another training beside it
page.end(first)
time.sleep(2.5)
assert not is_closed(port)  # one of them still runs
page.add(1, {{"loss": 1.0}}, second)
page.end(second)
for _ in range(5):  # somebody looks
    time.sleep(0.7)
    assert b"200 OK" in ask(page, path=f"{{page._path}}curves")
assert b'"ended": true' in ask(page, path=f"{{page._path}}curves")
wait_for(lambda: is_closed(port))
wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name == "view_metrics"])
taken = socket.socket()
taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
taken.bind(("127.0.0.1", port))
taken.listen()
page.begin(1)  # somebody else has the port now
assert page._port != port and b"200 OK" in ask(page)
print("end")
"""

TRAINING = f"""{ASK}
import numpy as np
import rkeras_py as rk
metrics_page._find_browser = lambda: None
metrics_page._LINGERS = 1.5
x = np.ones((8, 2))
model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(1)
rk.compile(model, "sgd", "mse")
def fail(epoch):
    time.sleep(2)
    raise ValueError("no")
for callback in (rk.callback_lambda(on_epoch_begin=lambda epoch: time.sleep(1)), rk.callback_lambda(on_epoch_end=fail)):
    try:
        rk.fit(model, x, x[:, :1], epochs=2, verbose=0, view_metrics=True, callbacks=callback)
    except ValueError:
        pass
    page = metrics_page.get_page()
    assert page._running == 0
    wait_for(lambda: is_closed(page._port))
print("end")
"""


def test_clients_that_leave_trick_or_tarry_harm_nobody() -> None:
    done = run_script(USES, timeout=120)
    assert (done.stdout, done.stderr, done.code) == ("end\n", "", 0)


def test_the_port_is_open_while_a_training_shows_or_somebody_looks() -> None:
    done = run_script(PORT, timeout=120)
    assert (done.stdout, done.stderr, done.code) == ("end\n", "", 0)


def test_the_port_closes_after_a_training_also_after_one_that_failed() -> None:
    done = run_prepared(TRAINING, timeout=200)
    assert done.stdout.endswith("end\n") and "Traceback" not in done.stderr, done.stderr
