"""Writes exp-log.json: exp and log at chosen doubles, to 60 digits, for tests/math.test.ts.

    python3 tests/reference/make-exp-log.py

Needs nothing but the standard library: `decimal` rounds exp and ln correctly at any precision, and independently of
any double-precision library. A row is [x, y, rest]: the bits of x, the bits of the double nearest to the result, and
how far the exact result lies above that double, in units in the last place (between -0.5 and 0.5). The points are
fixed: running it again writes the same file.
"""

import json
import math
import random
import struct
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 60
getcontext().Emax = 10**6
getcontext().Emin = -(10**6)
LN2 = Decimal(2).ln()


def bits(x):
    return struct.pack('>d', x).hex()


def from_words(high, low):
    return struct.unpack('>d', struct.pack('>II', high, low))[0]


def around(x, steps=3):
    """x and the doubles next to it on both sides"""
    found = [x]
    below = above = x
    for _ in range(steps):
        below = math.nextafter(below, -math.inf)
        above = math.nextafter(above, math.inf)
        found += [below, above]
    return found


def row(x, exact):
    nearest = float(exact)
    if math.isinf(nearest):
        return [bits(x), bits(nearest), 0]
    rest = (exact - Decimal(nearest)) / Decimal(math.ulp(nearest))
    return [bits(x), bits(nearest), round(rest * 1_000_000)]


def exp_row(x):
    return row(x, Decimal(x).exp())


def log_row(x):
    return row(x, Decimal(x).ln())


def hardest(rows, count):
    """the rows whose result lies nearest to the middle between two doubles"""
    return sorted(rows, key=lambda r: abs(abs(r[2]) - 500_000))[:count]


def exp_points(rng):
    points = around(0.0) + around(1.0) + around(-1.0)
    # the bounds in the code: the largest and smallest results, where a reduction starts, 2^-28
    for bound in (709.782712893384, -745.1332191019411, -708.3964185322641, -744.4400719213812):
        points += around(bound, 8)
    for high in (0x3FD62E43, 0x3FF0A2B2, 0x3E300000):
        points += around(from_words(high, 0)) + around(-from_words(high, 0))
    # half-way between two multiples of ln 2, where the reduced argument is largest, and next to the multiples
    for k in range(-1074, 1024, 7):
        points += [float(LN2 * k), float(LN2 * (Decimal(k) + Decimal('0.5')))]
    points += [rng.uniform(-745, -708) for _ in range(150)]  # subnormal results
    points += [rng.uniform(-745, 709.7) for _ in range(400)]
    points += [rng.uniform(-40, 5) for _ in range(400)]  # utilities and ageing live here
    points += [rng.uniform(-0.36, 0.36) for _ in range(250)]
    points += [rng.choice((-1, 1)) * 2.0 ** rng.uniform(-60, 0) for _ in range(150)]
    return points


def log_points(rng):
    points = [5e-324, 1.7976931348623157e308] + around(2.2250738585072014e-308)
    for centre in (1.0, 0.5, 2.0, math.sqrt(2), math.sqrt(0.5), math.e, 10.0):
        points += around(centre, 8)
    # the cuts in the code: sqrt(2), the two bounds of the careful branch, |f| < 2^-20
    for low in (0x95F64 ^ 0xFFFFF, 0x6A09C, 0x6147A, 0x6B851, 0x00001, 0xFFFFD, 0xFFFFE):
        for exponent in (0x3FE00000, 0x3FF00000, 0x40000000, 0x00500000):
            points += around(from_words(exponent | low, 0), 1)
    points.append(1.0000009252110384)  # below 2^-20, where the short series and the long one part in the last bit
    points += [2.0**k for k in range(-1074, 1024, 23)]
    points += [1 + s * 2.0**-k for k in range(1, 53) for s in (-1, 1)]
    points += [1 - rng.getrandbits(53) / 2**53 for _ in range(400)]  # what an exponential variate asks for
    points += [rng.getrandbits(52) * 5e-324 for _ in range(100)]  # subnormal
    points += [rng.uniform(0.5, 2) for _ in range(400)]
    points += [rng.uniform(1.36, 1.44) * 2.0 ** rng.choice((0, 0, 5, -5)) for _ in range(200)]
    points += [rng.uniform(1, 2) * 2.0 ** rng.randint(-1022, 1023) for _ in range(400)]
    return points


def table(function_row, points, candidates):
    rows = {r[0]: r for r in map(function_row, points)}
    rows.update({r[0]: r for r in hardest(map(function_row, candidates), 150)})
    return [rows[x] for x in sorted(rows)]


def main():
    rng = random.Random(1993)
    tables = {
        'exp': table(exp_row, exp_points(rng), [rng.uniform(-40, 40) for _ in range(100_000)]),
        'log': table(log_row, log_points(rng), [rng.uniform(0.05, 4) for _ in range(100_000)]),
    }
    texts = [
        f'  "{name}": [\n' + ',\n'.join('    ' + json.dumps(r) for r in rows) + '\n  ]' for name, rows in tables.items()
    ]
    Path(__file__).with_name('exp-log.json').write_text('{\n' + ',\n'.join(texts) + '\n}\n')


if __name__ == '__main__':
    main()
