"""Ctrl-C ends R that waits for events and looks for an interrupt only now and then."""

from bridge_support import START, run_and_interrupt

WAITING = [
    "later::run_now(Inf)",
    "httpuv::runServer('127.0.0.1', httpuv::randomPort(), list(call = function(req) NULL))",
    "shiny::runApp(shiny::shinyApp(shiny::fluidPage(), function(input, output) NULL), launch.browser = FALSE)",
]


def test_ctrl_c_ends_event_loops_of_r() -> None:
    output = run_and_interrupt(
        f"""
{START}
import time
R("loadNamespace('shiny')")
for code in {WAITING!r}:
    print("ready", flush=True)
    try:
        R(code)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    assert R("1 + 1") == 2
""",
        timeout=90,
    )
    assert output.count("interrupted") == 3, output
