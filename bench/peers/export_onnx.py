"""Writes a starter backbone (pooled features, dynamic batch) as ONNX, for onnxruntime-web.

    python bench/peers/export_onnx.py WEIGHTS_FOLDER NAME OUT.onnx
"""

import sys
from pathlib import Path

import torch

from starters import BACKBONES, backbone

if __name__ == "__main__":
    weights, name, out = sys.argv[1:4]
    size, _ = BACKBONES[name]
    # Without `exportable`, TensorFlow's "same" padding is computed in Python at run time.
    model = backbone(Path(weights), name, exportable=True).eval()
    torch.onnx.export(
        model,
        torch.zeros(2, 3, size, size),
        out,
        opset_version=16,
        input_names=["pictures"],
        output_names=["features"],
        dynamic_axes={"pictures": {0: "batch"}, "features": {0: "batch"}},
    )
