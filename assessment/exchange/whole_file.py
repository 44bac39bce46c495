"""Files that appear whole or not at all, and together."""

import errno
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex


def write(contents: Mapping[Path, bytes]) -> None:
    """Put in each file what belongs in it. Until all of it is on the disk, each is as it was.

    Raises OSError, and then nothing is changed and nothing left over. What is there and is not an
    ordinary file, such as `/dev/stdout`, is written to as it is.
    """
    with ExitStack() as leftovers:
        ready: dict[Path, Path] = {}
        for file, content in contents.items():
            target = file.resolve()
            if target.exists() and not target.is_file():
                target.write_bytes(content)
                continue
            part = target.with_name(f".{token_hex(8)}.part")
            leftovers.callback(part.unlink, missing_ok=True)
            _fill(part, content)
            _keep_permissions(target, part)
            ready[part] = target
        for part, target in ready.items():
            os.replace(part, target)


def _fill(part: Path, content: bytes) -> None:
    with part.open("xb") as opened:
        opened.write(content)
        opened.flush()
        # A full disk may show only here, and after this it is too late to keep the old file.
        os.fsync(opened.fileno())


def _keep_permissions(target: Path, part: Path) -> None:
    """A file's own, where it is there already; one that is write-protected stays."""
    if not target.exists():
        return
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    shutil.copymode(target, part)
