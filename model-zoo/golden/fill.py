"""Seeded values for every tensor, the same as fill.ts gives: goldens need no weight files.

The value at flat index i (PyTorch's layout, row-major) of tensor `name` is uniform in
[low, high), from murmur3's 32-bit finaliser over FNV-1a(name) + i * golden ratio. The bounds
depend on the kind of tensor alone, and keep deep networks within sane magnitudes.
"""

import math

import numpy as np

GOLDEN_RATIO = np.uint32(0x9E3779B9)


def fnv1a(name: str) -> int:
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def uniform(name: str, count: int) -> np.ndarray:
    """[count] float64 in [0, 1), multiples of 2^-24."""
    with np.errstate(over='ignore'):
        h = np.uint32(fnv1a(name)) + np.arange(count, dtype=np.uint32) * GOLDEN_RATIO
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float64) / 2**24


def bounds(name: str, shape: tuple) -> tuple:
    """(low, high) by the last part of the name and the rank in PyTorch's layout."""
    part = name.rsplit('.', 1)[-1]
    if part == 'running_mean':
        return -0.2, 0.2
    if part == 'running_var':
        return 0.5, 1.5
    if part == 'bias':
        return -0.2, 0.2
    if part == 'weight' and len(shape) == 1:
        return 0.7, 1.3
    if part == 'weight':
        # He et al. 2015: variance 2 / fan-in, so that ReLU networks keep their magnitude.
        limit = math.sqrt(6 / math.prod(shape[1:]))
        return -limit, limit
    return -1.0, 1.0  # class token, position embedding, the input


def fill(name: str, shape: tuple) -> np.ndarray:
    """float32 of `shape`."""
    low, high = bounds(name, shape)
    values = low + (high - low) * uniform(name, math.prod(shape))
    return values.astype(np.float32).reshape(shape)
