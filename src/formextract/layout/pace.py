"""How evenly the darkness along a line goes up and down: the pace of its dashes, in pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PACE = 0.1, 0.9
"""Letter heights from one dash to the next: dots of a point, dashes of a letter."""
EVEN = 0.3
"""How alike a line is to itself one dash further on (autocorrelation), at least; strokes of letters may be as even."""
KNOWN = 0.2
"""The same for a pace that other lines of the page have."""
DEEP = 7.0
"""Levels (0 to 255) by which a line's darkness goes up and down (standard deviation)."""

Signal = NDArray[np.float64]
"""How light it is at each pixel along a line, 0 to 255."""


def alike_further_on(along: Signal, longest: int) -> Signal:
    """How alike a line is to itself 0 … `longest` pixels further on, -1 to 1; empty where it is solid or too short."""
    n = len(along)
    if n <= 2 * longest:
        return np.zeros(0)
    wide = longest | 1
    ground = np.convolve(np.pad(along, wide // 2, mode="edge"), np.ones(wide) / wide, mode="valid")
    signal = along - ground
    if float(signal.std()) < DEEP:
        return np.zeros(0)
    spectrum = np.fft.rfft(signal, 2 * n)
    alike = np.fft.irfft(spectrum * np.conj(spectrum))[: longest + 1] / (n - np.arange(longest + 1))
    return np.asarray(alike / alike[0])


def pace_of(along: Signal, letter: float) -> float | None:
    """Pixels from one dash to the next; None where a line is solid or not even."""
    alike = alike_further_on(along, round(PACE[1] * letter) + 1)
    lags = np.arange(max(3, round(PACE[0] * letter)), max(3, len(alike) - 1))
    peaks = lags[(alike[lags] >= EVEN) & (alike[lags] > alike[lags - 1]) & (alike[lags] >= alike[lags + 1])]
    return float(peaks[0]) if len(peaks) else None


def pace_among(along: Signal, paces: Sequence[float], *, long: bool) -> float | None:
    """That of some paces which a line has; noise may have joined every other dash of a `long` one."""
    for pace in paces:
        for times, least in ((1, KNOWN), (2, EVEN))[: 1 + long]:
            lag = round(times * pace)
            alike = alike_further_on(along, lag + 1)
            if len(alike) and float(alike[lag - 1 :].max()) >= least and float(alike[round(pace / 2)]) < 0:
                return pace
    return None
