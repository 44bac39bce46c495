"""The software's own words, in every language we speak.

Words about the framework live in `indicators.yaml` beside the thing they name. Words about the
software live here. Sentences: one folder a language and one file an area; the sentence `title` in
`zh/rankings.yaml` has the key `rankings.title`. Words for codes, such as the states of a
submission: `codes/`, one line a code with its word in every language. To add a language, copy a
folder, translate it, add its code to `LANGUAGES`, and its word to each line of `codes/`.
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
    """Every sentence and every word for a code of one language, by key."""
    words = {
        f"{kind}.{code}": word
        for kind, languages in code_words().items()
        for code, word in languages[lang].items()
    }
    return words | {
        f"{file.stem}.{key}": sentence
        for file in sorted((FOLDER / lang).glob("*.yaml"))
        for key, sentence in _flat(_loaded(file))
    }


@cache
def code_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Words for codes: kind, such as `lifecycle.state` → language → code → word."""
    kinds: dict[str, dict[str, dict[str, str]]] = {}
    for file in sorted((FOLDER / "codes").glob("*.yaml")):
        for kind, code, words in _coded(_loaded(file), file.stem):
            for lang in LANGUAGES:
                kinds.setdefault(kind, {}).setdefault(lang, {})[code] = words[lang]
    return kinds


def _loaded(file: Path) -> Mapping[str, object]:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}


def _flat(entries: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _coded(
    entries: Mapping[str, object], kind: str
) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for key, value in entries.items():
        if not isinstance(value, Mapping):
            raise TypeError(f"{kind}.{key} has no word for each language")
        if set(value) == set(LANGUAGES):
            yield kind, key, value
        else:
            yield from _coded(value, f"{kind}.{key}")


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

    def code(self, kind: str, code: str, unknown: str | None = None) -> str:
        """What a code is called, such as `code("lifecycle.state", "filling")`.

        A code without a word is shown as `unknown`; where that is None it is a bug and raises
        KeyError.
        """
        words = code_words()[kind][self.lang]
        return words[code] if unknown is None else words.get(code, unknown)

    def codes(self, kind: str) -> dict[str, str]:
        """Every code of a kind with its word, in the order of its file."""
        return dict(code_words()[kind][self.lang])

    def of(self, text: Spoken) -> str:
        return text.said_in(self.lang)

    def named(self, entry: Mapping[str, str]) -> str:
        """The name of something the database names in Chinese (`name`) and English (`name_en`)."""
        return entry["name_en" if self.lang == "en" else "name"]
