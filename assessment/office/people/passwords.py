"""What a password must be, and its hash: argon2id, with the parameters the library recommends.

Whoever types a full-width digit means the digit, so passwords are compared in one normal form.
"""

import unicodedata
from collections.abc import Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
FEWEST_SIGNS = 4
"""Different characters, at least: `1111111111` is long enough and nothing else."""

COMMON = frozenset(
    {
        *("1234567890", "0123456789", "12345678910", "0987654321", "1q2w3e4r5t", "1qaz2wsx3edc"),
        *("qwertyuiop", "qwerty123456", "password12", "password123", "password1234", "passw0rd123"),
        *("p@ssw0rd123", "admin12345", "admin123456", "administrator", "letmein1234", "welcome123"),
        *("abcd123456", "abc1234567", "a123456789", "aa123456789", "iloveyou123", "woaini1314"),
        *("woaini520520", "zhongguo123", "gonghui123", "gonghui1234", "gonghui123456"),
        *("hunan12345", "hunan123456", "sixstrengths", "liuqiangpinggu", "changeme123"),
        *("5201314520", "1314520520", "asdfghjkl1", "zxcvbnm123", "qazwsxedc1", "1qazxsw23edc"),
    }
)
"""What is tried first by whoever guesses."""

_HASHER = PasswordHasher()
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$ohnKiUShX2JMbjiajeXdhg$"
    "M+yx0BznNbp354qKo96BbWHaVsGwdP+cKoug2Qc7Dvw"
)
"""Compared with where there is no account, which then takes as long as where there is one. The hash
of a random text, made with the parameters of `_HASHER`."""


def hashed(password: str) -> str:
    return _HASHER.hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long where there is none to compare it with."""
    try:
        _HASHER.verify(password_hash or _NOBODYS, _normal(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(password_hash)


def weaknesses(account: str, password: str) -> Iterator[str]:
    """What is wrong with a password someone chose, by the code of the problem.

    >>> list(weaknesses("li", "correct horse")), list(weaknesses("li", "１２３４５６７８９０"))
    ([], ['people.password_common'])
    """
    plain = _normal(password)
    if len(plain) < SHORTEST:
        yield "people.password_short"
    if len(plain) > LONGEST:
        yield "people.password_long"
    name = account.partition("@")[0].casefold()
    if plain.casefold() in {account.casefold(), name, name * 2} or (
        len(name) >= 4 and name in plain.casefold() and len(plain) - len(name) < 6
    ):
        yield "people.password_is_account"
    if plain.casefold() in COMMON or len(set(plain)) < FEWEST_SIGNS:
        yield "people.password_common"


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
