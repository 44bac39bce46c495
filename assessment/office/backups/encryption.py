"""A file under a passphrase, in the format of age (age-encryption.org/v1), part by part.

The command `age -d` opens it without this program. Scrypt makes a key of the passphrase, which
wraps the key of the file; ChaCha20-Poly1305 seals each 64 KiB under a number of its own and marks
the last, so what was changed, moved, left out or cut off is noticed before a byte of it is used.
"""

import os
import re
from base64 import b64decode, b64encode
from hmac import compare_digest
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assessment.errors import AssessmentError

ENDING = ".age"
MAGIC = b"age-encryption.org/v1\n"

WORK, MOST_WORK = 16, 18
"""Scrypt's cost, as a power of two: 64 MB; and up to 256 MB for a file that `age` made."""

CHUNK = 1 << 16
_TAG = 16
_KEY, _SALT = 16, 16
_NO_NONCE = bytes(12)
_LONGEST_HEADER = 512
_HEADER = re.compile(
    re.escape(MAGIC)
    + rb"-> scrypt (?P<salt>[A-Za-z0-9+/]{22}) (?P<work>[1-9]\d?)\n"
    + rb"(?P<wrapped>[A-Za-z0-9+/]{43})\n---(?P<seal> [A-Za-z0-9+/]{43}\n)"
)


class WrongPassphrase(AssessmentError):
    """The passphrase does not open the file, or its beginning was changed."""

    key = "backup.passphrase_wrong"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class NotDecrypted(AssessmentError):
    """The passphrase is right; what it seals was changed or cut off."""

    key = "backup.not_decrypted"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


def is_encrypted(file: IO[bytes]) -> bool:
    """Whether it begins as an encrypted one does; the file stands at its beginning again."""
    beginning = file.read(len(MAGIC))
    file.seek(0)
    return beginning == MAGIC


class EncryptingWriter:
    """Encrypts what is written to it; `close` writes the last part, without which it is none."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._waiting, self._number = file, bytearray(), 0
        key, salt, nonce = os.urandom(_KEY), os.urandom(_SALT), os.urandom(_KEY)
        wrapped = ChaCha20Poly1305(_wrapping(passphrase, salt, WORK)).encrypt(_NO_NONCE, key, None)
        stanza = b"-> scrypt %b %d\n%b\n---" % (_text(salt), WORK, _text(wrapped))
        header = MAGIC + stanza
        file.write(header + _seal(key, header) + nonce)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))

    def write(self, data: bytes) -> int:
        self._waiting += data
        whole = max(len(self._waiting) - 1, 0) // CHUNK * CHUNK
        for start in range(0, whole, CHUNK):
            self._put(self._waiting[start : start + CHUNK], last=False)
        del self._waiting[:whole]
        return len(data)

    def close(self) -> None:
        self._put(self._waiting, last=True)

    def _put(self, chunk: bytes | bytearray, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, bytes(chunk), None))
        self._number += 1


class DecryptingReader:
    """Reads what an encrypted file holds, never more than was found unchanged.

    Raises `WrongPassphrase` and `NotDecrypted`.
    """

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._ready, self._number = file, bytearray(), 0
        self._name = str(file.name)
        header = _HEADER.match(file.read(_LONGEST_HEADER))
        if header is None or int(header["work"]) > MOST_WORK:
            raise NotDecrypted(file=self._name)
        wrapping = _wrapping(passphrase, _bytes(header["salt"]), int(header["work"]))
        try:
            wrapped = _bytes(header["wrapped"])
            key = ChaCha20Poly1305(wrapping).decrypt(_NO_NONCE, wrapped, None)
        except InvalidTag as error:
            raise WrongPassphrase(file=self._name) from error
        if not compare_digest(_seal(key, header[0][: header.start("seal")]), header["seal"]):
            raise NotDecrypted(file=self._name)
        file.seek(header.end())
        self._cipher = ChaCha20Poly1305(_derived(key, file.read(_KEY), b"payload"))
        self._next = file.read(CHUNK + _TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer at the end."""
        while len(self._ready) < size and not self._ended:
            self._ready += self._opened()
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def _opened(self) -> bytes:
        chunk, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._ended = not self._next
        try:
            nonce = _nonce(self._number, last=self._ended)
            opened = self._cipher.decrypt(nonce, chunk, None)
        except InvalidTag as error:
            raise NotDecrypted(file=self._name) from error
        self._number += 1
        return opened


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _wrapping(passphrase: str, salt: bytes, work: int) -> bytes:
    scrypt = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work, r=8, p=1)
    return scrypt.derive(passphrase.encode())


def _derived(key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=use).derive(key)


def _seal(key: bytes, header: bytes) -> bytes:
    """What ends the header's last line."""
    seal = HMAC(_derived(key, b"", b"header"), SHA256())
    seal.update(header)
    return b" " + _text(seal.finalize()) + b"\n"


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))
