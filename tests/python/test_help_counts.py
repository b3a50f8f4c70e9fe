"""The help of both languages: each argument has a description, and examples show more than shapes."""

from rkeras_py.signatures.docs import SHARED
from tools import help_counts

SHAPES = {
    "get_input_shape_at": "its value is a shape",
    "get_output_shape_at": "its value is a shape",
    "op_empty": "the values are undefined",
} | dict.fromkeys(
    ("dataset_boston_housing", "dataset_california_housing", "dataset_cifar10", "dataset_cifar100", "dataset_imdb",
     "dataset_fashion_mnist", "dataset_mnist", "dataset_reuters"),
    "the data is downloaded",
)  # fmt: skip
"""Functions whose examples print shapes alone, with the reason."""


def test_every_argument_has_a_description_in_both_languages() -> None:
    help_counts.load_all()
    assert sorted(help_counts.list_undocumented()) == []


def test_every_layer_describes_the_arguments_of_all_layers() -> None:
    help_counts.load_all()
    layers = [name for name, spec in help_counts.REGISTRY.items() if spec.kind == "layer"]
    with_them = [name for name in layers if help_counts.takes_layer_arguments(help_counts.REGISTRY[name])]
    assert len(with_them) > 120
    assert sorted(set(layers) - set(with_them)) == ["layer_tfsm"]


def test_further_arguments_of_a_keras_class_are_named_only_by_functions_that_make_one() -> None:
    help_counts.load_all()
    naming = [
        spec
        for spec in help_counts.REGISTRY.values()
        if spec.docs.args.get("...", "").startswith(SHARED["..."]) and not spec.python_only
    ]
    assert len(naming) > 200
    assert [spec.name for spec in naming if spec.kind not in ("class", "layer", "measure")] == []


def test_a_description_has_more_than_one_sentence() -> None:
    pages = help_counts.read_pages()
    short = [name for name, page in pages.items() if help_counts.has_one_sentence(page)]
    assert short == []


def test_an_example_shows_more_than_shapes() -> None:
    help_counts.load_all()
    assert sorted(help_counts.list_shapes_only()) == sorted(SHAPES)


def test_the_counts_see_what_a_page_lacks() -> None:
    items = "\\itemize{\n\\item \\code{name}: A name.\n}"
    page = f"\\arguments{{\n\\item{{x, y}}{{Numbers.}}\n\n\\item{{...}}{{Further ones:\n{items}}}\n}}\n"
    assert help_counts.list_r_arguments(page) == {"x", "y", "...", "name"}
    assert help_counts.count_sentences("It adds, e.g. \\code{a}. It is fast (vs. 2).") == 2
    assert (
        help_counts.read_section("\\examples{\nif (a) {\n}\n#> 1\n}\n\\seealso{\nf\n}\n", "examples")
        == "if (a) {\n}\n#> 1"
    )

    def add(x: int, y: int, **options: int) -> int:
        """Add.

        Args:
            x: A number.
            **options: Others. Among them:
                - `name`: A name.
        """
        return x + y + len(options)

    assert help_counts.list_python_arguments(add) == {"x", "options", "name"}
