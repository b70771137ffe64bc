"""safetensors and config.json open in timm, strictly; model.pth opens in torch.load(weights_only=True).

    python check_timm.py FOLDER

Either way the network answers as Lensmith's engine does, on pictures that Lensmith has prepared.
"""

import json
import sys
from pathlib import Path

import numpy as np
import timm
import torch
from safetensors import safe_open
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).parents[2] / "model-zoo/golden"))
from timm_models import TINY, build  # noqa: E402

# float32 sums in another order than tfjs's, on probabilities.
TOLERANCE = 1e-4


def prepared(folder: Path, reference: dict, pretrained_cfg: dict) -> torch.Tensor:
    """The sample pictures as the model wants them, [N, 3, H, W]."""
    pixels = np.fromfile(folder / "input.bin", np.uint8).reshape(reference["shape"])
    mean, std = (np.array(pretrained_cfg[key], np.float32) for key in ("mean", "std"))
    return torch.from_numpy(((pixels / np.float32(255) - mean) / std).transpose(0, 3, 1, 2).copy())


def bare_model(metadata: dict[str, str]) -> torch.nn.Module:
    """The network that the file's own metadata describe, with random weights."""
    classes = len(json.loads(metadata["classes"]))
    args = json.loads(metadata["model_args"])
    name = metadata["architecture"]
    if name in TINY:
        return build(name, classes, args.get("img_size"))
    return timm.create_model(name, num_classes=classes, **args).eval()


def worst(model: torch.nn.Module, batch: torch.Tensor, reference: dict) -> float:
    """Largest difference of a probability from the reference."""
    with torch.no_grad():
        probabilities = model.eval()(batch).softmax(1).numpy()
    return float(np.abs(probabilities - np.array(reference["probabilities"])).max())


def check(folder: Path) -> float:
    """Opens every file of one model; returns the largest difference of a probability."""
    reference = json.loads((folder / "reference.json").read_text())
    config = json.loads((folder / "config.json").read_text())
    with safe_open(folder / "model.safetensors", "pt") as file:
        metadata = file.metadata()
    assert metadata["format"] == "pt"
    assert json.loads(metadata["classes"]) == reference["classes"] == config["label_names"]
    batch = prepared(folder, reference, config["pretrained_cfg"])

    model = bare_model(metadata)
    expected = {name: value.dtype for name, value in model.state_dict().items()}
    state = load_file(folder / "model.safetensors")
    model.load_state_dict(state, strict=True)
    assert {name: value.dtype for name, value in state.items()} == expected
    differences = [worst(model, batch, reference)]

    pickled = load_weights_only(folder / "pytorch/model.pth")
    assert list(pickled) == list(model.state_dict()), "not in PyTorch's order"
    assert all(torch.equal(pickled[name], value) for name, value in state.items())
    model = bare_model(metadata)
    model.load_state_dict(pickled, strict=True)
    differences.append(worst(model, batch, reference))

    if metadata["architecture"] not in TINY:
        differences.append(worst(from_local_dir(folder, config), batch, reference))
    return max(differences)


def load_weights_only(path: Path) -> dict[str, torch.Tensor]:
    """The state dict; what is neither a tensor nor a name is refused."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    assert type(state).__name__ == "OrderedDict"
    assert all(value.is_contiguous() for value in state.values())
    return state


def from_local_dir(folder: Path, config: dict) -> torch.nn.Module:
    """As anybody would load it, told nothing but the folder."""
    model = timm.create_model(f"local-dir:{folder}", pretrained=True)
    assert model.num_classes == config["num_classes"] == len(config["label_names"])
    assert model.num_features == config["num_features"]
    data = timm.data.resolve_model_data_config(model)
    described = config["pretrained_cfg"]
    assert list(data["input_size"]) == described["input_size"], data
    for key in ("mean", "std", "crop_pct", "interpolation"):
        found = list(data[key]) if isinstance(data[key], tuple) else data[key]
        assert found == described[key], f"{key}: {found}"
    named = model.pretrained_cfg
    assert getattr(model, named["first_conv"].split(".")[0]) is not None
    assert model.get_classifier() is model.get_submodule(named["classifier"])
    return model


def main() -> None:
    folders = sorted((Path(sys.argv[1]) / "models").iterdir())
    assert folders, "there is no sample model"
    differences = {folder.name: check(folder) for folder in folders}
    for name, difference in differences.items():
        print(f"{name}: {difference:.1e}")
        assert difference <= TOLERANCE, name
    print(f"{len(folders)} models, strict; largest difference {max(differences.values()):.1e}")


if __name__ == "__main__":
    main()
