"""From a framework file to a checked `Framework`, or all its problems at once.

Three passes, each reporting everything it finds: is it YAML (`source`), has each entry the right
shape (`shapes`), do the entries agree (`checks`).
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from assessment.errors import Place, Problem, Rejected
from assessment.framework.checks import breaches
from assessment.framework.model import Framework
from assessment.framework.shapes import shape_problems
from assessment.framework.source import LARGEST, Source
from assessment.kernel.places import ROOT

DEFAULT = ROOT / "indicators.yaml"
"""The framework we ship."""


def load(file: Path) -> Framework:
    """Read and check a file. Raises `Rejected` with every problem found."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Rejected([Problem("framework.no_file", Place(str(file)))]) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem("framework.unreadable_file", Place(str(file)), {"reason": reason})
        raise Rejected([problem]) from error
    return loads(content, file.name)


def loads(text: str | bytes, name: str) -> Framework:
    """Read and check a text that `name` tells people where to find. Raises `Rejected`.

    The same text is read once: runs and plans are kept by the object.
    """
    content = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    return _read(content, name)


@lru_cache(maxsize=32)
def _read(text: bytes, name: str) -> Framework:
    source = Source(text, name)
    framework, problems = None, list(source.problems)
    if source.data is not None:
        try:
            framework = Framework.model_validate(source.data, strict=True)
        except ValidationError as error:
            problems += shape_problems(source, error.errors(include_url=False))
        else:
            problems += (
                source.problem(loc, code, facts) for loc, code, facts in breaches(framework)
            )
    if problems or framework is None:
        raise Rejected(sorted(problems, key=_in_the_file))
    return framework


def fingerprint(text: str | bytes) -> str:
    """What tells one version of a framework from another: sha256 of its bytes, in hex."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _in_the_file(problem: Problem) -> tuple[int, int]:
    return problem.place.line or 0, problem.place.column or 0
