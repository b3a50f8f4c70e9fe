"""The way of data through the modules: looked at once, and carried."""

import json

from prepared import run_prepared
from support import ROOT

WALK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from tools.walk import make_calls, trace_walk

calls = make_calls()
walks = {name: trace_walk(calls[name]) for name in ("fit", "predict", "train_on_batch", "predict_on_batch")}
print(json.dumps({name: [walk.returns, sorted(walk.modules), walk.stays] for name, walk in walks.items()}))
"""


def test_an_array_on_its_way_through_fit_seldom_comes_back() -> None:
    done = run_prepared(WALK, str(ROOT))  # the hook of a profiler may disturb TensorFlow's traces of other tests
    assert done.code == 0, done.stderr
    walks = json.loads(done.stdout.splitlines()[-1])
    for name, most in {"fit": 11, "predict": 11, "train_on_batch": 7, "predict_on_batch": 7}.items():
        returns, modules, stays = walks[name]
        assert "training.given" in modules or name.endswith("on_batch")
        assert returns <= most, stays
