"""Ed25519 (RFC 8032) in plain Python: for witnesses, who install nothing.

Slow, and not safe against somebody who measures time on the same machine: a witness
signs once a day on a machine of its own. Plait itself signs with `cryptography`; a test
holds the two together.
"""

from hashlib import sha512
from typing import NamedTuple

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)


class Point(NamedTuple):
    """A point as x/z, y/z, with t = xy/z, so that adding needs no division."""

    x: int
    y: int
    z: int
    t: int


NOTHING = Point(0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    minus = (one.y - one.x) * (other.y - other.x) % FIELD
    plus = (one.y + one.x) * (other.y + other.x) % FIELD
    twist = 2 * one.t * other.t * CURVE % FIELD
    depth = 2 * one.z * other.z % FIELD
    e, f, g, h = plus - minus, depth - twist, depth + twist, plus + minus
    return Point(e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def _times(number: int, point: Point) -> Point:
    total = NOTHING
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _x_for(y: int, sign: int) -> int:
    """The x that belongs to y on the curve. Raises ValueError when there is none."""
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    return FIELD - x if x & 1 != sign else x


def _read(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if len(data) != 32 or y >= FIELD:
        raise ValueError("not a point of the curve")
    x = _x_for(y, sign)
    return Point(x, y, 1, x * y % FIELD)


def _write(point: Point) -> bytes:
    inverse = pow(point.z, -1, FIELD)
    x, y = point.x * inverse % FIELD, point.y * inverse % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


_base_y = 4 * pow(5, -1, FIELD) % FIELD
_base_x = _x_for(_base_y, 0)
BASE = Point(_base_x, _base_y, 1, _base_x * _base_y % FIELD)


def _challenge(*parts: bytes) -> int:
    return int.from_bytes(sha512(b"".join(parts)).digest(), "little") % ORDER


def _expand(secret: bytes) -> tuple[int, bytes]:
    hashed = sha512(secret).digest()
    number = int.from_bytes(hashed[:32], "little")
    return number & (2**254 - 8) | 2**254, hashed[32:]


def public_of(secret: bytes) -> bytes:
    """The public key of 32 secret bytes."""
    return _write(_times(_expand(secret)[0], BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """The signature of a message."""
    number, prefix = _expand(secret)
    public = _write(_times(number, BASE))
    once = _challenge(prefix, message)
    commitment = _write(_times(once, BASE))
    answer = (once + _challenge(commitment, public, message) * number) % ORDER
    return commitment + answer.to_bytes(32, "little")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of the public key signed exactly this message."""
    if len(signature) != 64:
        return False
    try:
        key, commitment = _read(public), _read(signature[:32])
    except ValueError:
        return False
    answer = int.from_bytes(signature[32:], "little")
    if answer >= ORDER:
        return False
    challenge = _challenge(signature[:32], public, message)
    left = _times(answer, BASE)
    right = _add(commitment, _times(challenge, key))
    return _write(left) == _write(right)
