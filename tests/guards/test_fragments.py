"""A fragment runs without the main script: each asks by itself who is signed in, and explains."""

import ast
from pathlib import Path

import pytest

from tests.test_architecture import PAGES, name, tree

SESSION = "pages/kit/session.py"
RUN_ALONE = {"fragment", "experimental_fragment", "dialog", "experimental_dialog"}
"""What Streamlit runs alone."""


def of_streamlit(module: ast.Module) -> set[str]:
    """How a module names what Streamlit runs alone."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in RUN_ALONE:
            if ast.unparse(node.value) != "session":
                names.add(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("streamlit"):
            names |= {each.name for each in node.names if each.name in RUN_ALONE}
        elif isinstance(node, ast.Constant) and node.value in RUN_ALONE:
            names.add(str(node.value))
    return names


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_whatever_runs_alone_is_a_fragment_of_the_session(file: Path) -> None:
    assert of_streamlit(tree(file)) == ({"st.fragment"} if name(file) == SESSION else set())


@pytest.mark.parametrize(
    "text",
    [
        "import streamlit as st\n@st.fragment\ndef show(): ...",
        "import streamlit\n@streamlit.fragment(run_every=2)\ndef show(): ...",
        "from streamlit import fragment as part",
        "from streamlit.runtime.fragment import fragment",
        "import streamlit as st\nst.dialog('x')(print)",
        "import streamlit as st\ngetattr(st, 'fragment')(print)",
    ],
)
def test_other_ways_to_run_alone_are_noticed(text: str) -> None:
    assert of_streamlit(ast.parse(text))


def test_there_are_fragments_to_guard() -> None:
    using = [name(file) for file in PAGES if "@session.fragment" in file.read_text("utf-8")]
    assert len(using) >= 4
