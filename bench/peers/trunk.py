"""PyTorch's own speed on a starter backbone, eval mode, two threads, asked line by line.

    python bench/peers/trunk.py WEIGHTS_FOLDER NAME BATCH

Each line of standard input is a number of pictures; the answer is the seconds they took.
"""

import sys
import time
from pathlib import Path

import torch

from starters import BACKBONES, backbone

if __name__ == "__main__":
    weights, name, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
    torch.set_num_threads(2)
    size, _ = BACKBONES[name]
    model = backbone(Path(weights), name).eval()
    pictures = torch.rand(batch, 3, size, size)
    with torch.inference_mode():
        model(pictures)
        for line in sys.stdin:
            start = time.perf_counter()
            for _ in range(0, int(line), batch):
                model(pictures)
            print(time.perf_counter() - start, flush=True)
