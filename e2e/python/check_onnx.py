"""model.onnx passes onnx.checker, and answers in onnxruntime as Lensmith's engine does.

    python check_onnx.py FOLDER

Three files of every model in FOLDER/models: uint8 (model.onnx), float and 8 bits (onnx-float, onnx-int8).
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from safetensors import safe_open

# float32 sums in another order than tfjs's, on probabilities.
TOLERANCE = 1e-4
# Weights in 8 bits, on probabilities.
INT8_TOLERANCE = 0.05
# Of the file, beside its weights; the tiny networks are hardly more than their graph.
OVERHEAD = 0.02
# Of the floats' bytes.
INT8_SHARE = 0.28
FILES = {"uint8": "model.onnx", "float": "onnx-float/model.onnx", "int8": "onnx-int8/model.onnx"}


def dimensions(value: onnx.ValueInfoProto) -> list[int | str]:
    return [dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim]


def check_declarations(model: onnx.ModelProto, variant: str, folder: Path, reference: dict) -> None:
    """What the file says of itself, and what shape inference makes of it."""
    assert [entry.domain for entry in model.opset_import] == [""], "custom operators"
    assert model.opset_import[0].version >= 17
    assert model.producer_name == "Lensmith"
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    assert metadata["architecture"] == reference["architecture"]
    assert json.loads(metadata["classes"]) == reference["classes"]
    described = json.loads((folder / "preprocess.json").read_text())
    preprocessing = json.loads(metadata["preprocessing"])
    assert {key: described[key] for key in preprocessing} == preprocessing

    _, height, width, channels = reference["shape"]
    (image,) = model.graph.input
    assert image.name == "image"
    planes, type_name = ["N", channels, height, width], "FLOAT"
    if variant != "float":
        planes, type_name = ["N", height, width, channels], "UINT8"
    assert dimensions(image) == planes, dimensions(image)
    assert image.type.tensor_type.elem_type == onnx.TensorProto.DataType.Value(type_name)

    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    for output in bare.graph.output:
        output.type.tensor_type.ClearField("shape")
    inferred = onnx.shape_inference.infer_shapes(
        bare, check_type=True, strict_mode=True, data_prop=True
    )
    expected = {name: ["N", len(reference["classes"])] for name in ("probabilities", "logits")}
    for graph in (model.graph, inferred.graph):
        assert {output.name: dimensions(output) for output in graph.output} == expected
    known = {value.name for value in inferred.graph.value_info}
    unknown = [name for node in model.graph.node for name in node.output if name not in known]
    assert set(unknown) <= set(expected), unknown


def constants(model: onnx.ModelProto) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Every constant under its own name, and the steps of those in 8 bits, which broadcast to them."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    steps = {}
    for node in model.graph.node:
        name = node.input[0]
        if node.op_type == "DequantizeLinear":
            integers, scale = (stored.pop(part) for part in node.input)
            assert integers.dtype == np.int8 and integers.min() >= -127
            assert node.attribute[0].name == "axis" and node.attribute[0].i == 0
            step = scale.reshape([-1] + [1] * (integers.ndim - 1))
            steps[node.output[0]], stored[node.output[0]] = step, integers * step
        elif node.op_type == "Transpose" and name in steps:
            steps[name], stored[name] = steps[name].T, stored[name].T
    return stored, steps


def check_weights(models: dict[str, onnx.ModelProto], folder: Path) -> None:
    """timm's names and shapes; the same values in all three files, in 8 bits within half a step."""
    exact, _ = constants(models["uint8"])
    with safe_open(folder / "model.safetensors", "np") as file:
        shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}
    matrices = [name for name, shape in shapes.items() if len(shape) in (2, 4)]
    for name in matrices:
        # A product of tokens wants its matrix turned.
        assert exact[name].shape in (shapes[name], shapes[name][::-1]), name

    for name, value in constants(models["float"])[0].items():
        assert np.array_equal(value, exact[name]), name
    coarse, steps = constants(models["int8"])
    rounded = sum(coarse[name].size for name in steps) / sum(coarse[name].size for name in matrices)
    assert set(steps) <= set(matrices) and rounded > 0.95, rounded
    for name, value in coarse.items():
        # The quotient that was rounded is a float32 itself.
        allowed = 0.5001 * steps[name] if name in steps else 0
        assert (np.abs(value - exact[name]) <= allowed).all(), name


def worst(path: Path, batch: np.ndarray, reference: dict) -> float:
    """Largest difference of a probability, over all batch sizes."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    expected = np.array(reference["probabilities"])
    differences = []
    for size in (1, 3, len(batch)):
        rows = [
            session.run(["probabilities", "logits"], {"image": batch[i : i + size]})
            for i in range(0, len(batch), size)
        ]
        probabilities, logits = (np.concatenate(part) for part in zip(*rows))
        assert probabilities.shape == logits.shape == expected.shape
        assert probabilities.dtype == logits.dtype == np.float32
        powers = np.exp(logits - logits.max(1, keepdims=True))
        assert np.abs(powers / powers.sum(1, keepdims=True) - probabilities).max() < 1e-6
        differences.append(float(np.abs(probabilities - expected).max()))
    return max(differences)


def check(folder: Path) -> dict[str, float]:
    """The largest difference of a probability, by variant."""
    reference = json.loads((folder / "reference.json").read_text())
    pixels = np.fromfile(folder / "input.bin", np.uint8).reshape(reference["shape"])
    described = json.loads((folder / "preprocess.json").read_text())
    mean, std = (np.array(described[key], np.float32) for key in ("mean", "std"))
    normalised = ((pixels / np.float32(255) - mean) / std).transpose(0, 3, 1, 2).copy()

    models = {variant: onnx.load(folder / file) for variant, file in FILES.items()}
    differences = {}
    for variant, model in models.items():
        onnx.checker.check_model(model, full_check=True)
        check_declarations(model, variant, folder, reference)
        batch = normalised if variant == "float" else pixels
        differences[variant] = worst(folder / FILES[variant], batch, reference)
    check_weights(models, folder)

    if not reference["architecture"].startswith("tiny_"):
        weights = (folder / "model.safetensors").stat().st_size
        most = {"uint8": 1 + OVERHEAD, "float": 1 + OVERHEAD, "int8": INT8_SHARE}
        for variant, share in most.items():
            assert (folder / FILES[variant]).stat().st_size <= share * weights, variant
    return differences


def main() -> None:
    folders = sorted((Path(sys.argv[1]) / "models").iterdir())
    assert folders, "there is no sample model"
    results = {folder.name: check(folder) for folder in folders}
    for name, differences in results.items():
        print(name, ", ".join(f"{variant} {value:.1e}" for variant, value in differences.items()))
    for name, differences in results.items():
        for variant, difference in differences.items():
            assert difference <= (
                INT8_TOLERANCE if variant == "int8" else TOLERANCE
            ), f"{name} {variant}"
    exact = max(value for row in results.values() for key, value in row.items() if key != "int8")
    coarse = max(row["int8"] for row in results.values())
    print(
        f"{len(results)} models, three files each; largest difference {exact:.1e}, in 8 bits {coarse:.1e}"
    )


if __name__ == "__main__":
    main()
