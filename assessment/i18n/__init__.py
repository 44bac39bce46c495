"""The software's own words, in every language we speak.

Words about the framework live in `indicators.yaml` beside the thing they name. Words about the
software live here, one folder a language and one file an area: the sentence `title` in
`zh/rankings.yaml` has the key `rankings.title`. To add a language, copy a folder, translate
it, and add its code to `LANGUAGES`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}
"""Code to its own name; the first is the one shown when nobody chose."""

FOLDER = Path(__file__).parent


class Spoken(Protocol):
    """Anything that says itself in a language, such as a framework text."""

    def said_in(self, lang: str) -> str: ...


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every sentence of one language, by key."""
    return {
        f"{file.stem}.{key}": sentence
        for file in sorted((FOLDER / lang).glob("*.yaml"))
        for key, sentence in _flat(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {})
    }


def _flat(entries: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


class Messages:
    """One language's sentences: `t("rankings.title")`, and `t.of(indicator.title)`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else next(iter(LANGUAGES))

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence, its `{facts}` filled in. An unknown key is a bug and raises KeyError.

        A fact that speaks, such as a framework text, is said in this language too.
        """
        # Not isinstance: with a protocol that takes a hundred times as long.
        said = {
            name: self.of(fact) if hasattr(fact, "said_in") else fact
            for name, fact in facts.items()
        }
        return catalogue(self.lang)[key].format(**said)

    def of(self, text: Spoken) -> str:
        return text.said_in(self.lang)

    def named(self, entry: Mapping[str, str]) -> str:
        """The name of something the database names in Chinese (`name`) and English (`name_en`)."""
        return entry["name_en" if self.lang == "en" else "name"]
