"""The way of data through the modules: looked at once, and carried."""

from tools.walk import make_calls, trace_walk


def test_an_array_on_its_way_through_fit_seldom_comes_back() -> None:
    calls = make_calls()
    for name, most in {"fit": 10, "predict": 10, "train_on_batch": 7, "predict_on_batch": 7}.items():
        walk = trace_walk(calls[name])
        assert "training.given" in walk.modules or name.endswith("on_batch")
        assert walk.returns <= most, walk.stays
