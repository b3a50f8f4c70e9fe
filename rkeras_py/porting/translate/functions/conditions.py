"""Errors that are caught, and settings."""

from .. import code, kinds
from ..kinds import Value
from ..language import Call, Untranslatable
from ..state import Translation, handles


@handles("tryCatch")
def refuse_attempt(t: Translation, call: Call) -> Value:
    """Refuse tryCatch() inside of an expression; as a statement, a value or the end of a function it is `try`."""
    raise Untranslatable("tryCatch() inside of an expression")


@handles("conditionMessage")
def translate_message(t: Translation, call: Call) -> Value:
    """Translate conditionMessage()."""
    return Value(t.r("condition_message", t.translate(call.value(0)).code), kinds.TEXT)


@handles("force", "identity")
def translate_force(t: Translation, call: Call) -> Value:
    """Translate force(), which gives its argument."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"{call.name}() of several values")
    return t.translate(call.value(0))


@handles("R.home")
def translate_home(t: Translation, call: Call) -> Value:
    """Translate R.home(): the folders of R on this machine, which R itself knows."""
    found = t.match(call, "component")
    component = t.translate(found["component"]).code if "component" in found else code.const("home")
    if not isinstance(value := getattr(component, "value", None), str) or '"' in value or "\\" in value:
        raise Untranslatable("R.home() of a name that is known only when the script runs")
    t.imports.modules.add("subprocess")
    command = ["Rscript", "-e", f'cat(R.home("{value}"))']
    return Value(code.call("subprocess.check_output", command, text=True), kinds.TEXT)
