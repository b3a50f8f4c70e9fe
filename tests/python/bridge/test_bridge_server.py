"""A web server whose worker threads use a model, while the main thread works in R, or waits for the server."""

from pathlib import Path

import pytest
from prepared import run_to_the_end
from support import ALL_CASES

SERVER = Path(__file__).parents[1] / "support/model_server.py"


@pytest.mark.parametrize(("where", "count"), [("beside", 1000 if ALL_CASES else 200), ("main", 40)])
def test_a_server_answers_all_at_once_and_refuses_r_code(where: str, count: int) -> None:
    done = run_to_the_end(
        f"""
import runpy, sys
sys.path.insert(0, {str(SERVER.parent)!r})
sys.argv = ["", {where!r}, "{count}"]
runpy.run_path({str(SERVER)!r}, run_name="__main__")
""",
        timeout=250,
    )
    assert f"{count} right answers" in done.stdout
