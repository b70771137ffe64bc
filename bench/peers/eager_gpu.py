"""Answers `device`, `step <backbone> <batch>` and `trunk <backbone> <batch>` with a line each: PyTorch eager on
CUDA, median milliseconds. With EAGER_DEVICE=cpu it runs on the processor, to be tried without a GPU."""

import os
import statistics
import sys
import time

import timm
import torch

from starters import BACKBONES

DEVICE = os.environ.get("EAGER_DEVICE", "cuda")
CLASSES = 10


def wait() -> None:
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def median_ms(run, turns: int = 9) -> float:
    times = []
    for turn in range(turns + 2):
        wait()
        start = time.perf_counter()
        run()
        wait()
        if turn > 1:
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def create(name: str, classes: int) -> torch.nn.Module:
    size, _ = BACKBONES[name]
    image = {"img_size": size} if name.startswith("vit") else {}
    # Batch norm with running statistics, as the engine trains it.
    return timm.create_model(name, num_classes=classes, **image).to(DEVICE).eval()


def last_stage(model: torch.nn.Module, name: str):
    """The modules behind the engine's last-stage cut, those trained in `forward_head`, and the shape at the cut."""
    classifier = model.get_classifier()
    if name.startswith("resnet"):
        return [model.layer4], [classifier], (256, 8, 8)
    if name.startswith("vit"):
        return [*model.blocks[10:], model.norm], [classifier], (65, 384)
    block = model.blocks[6]
    first = next(m for m in block.modules() if isinstance(m, torch.nn.Conv2d))
    shape = (first.in_channels, *[BACKBONES[name][0] // 32] * 2)
    if name.startswith("mobilenetv3"):
        return [block], [model.conv_head, classifier], shape
    return [block, model.conv_head, model.bn2], [classifier], shape


def step(name: str, batch: int) -> float:
    model = create(name, CLASSES)
    modules, head, shape = last_stage(model, name)
    trained = [p for m in [*modules, *head] for p in m.parameters()]
    optimiser = torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01)
    x = torch.randn(batch, *shape, device=DEVICE)
    labels = torch.arange(batch, device=DEVICE) % CLASSES

    def run() -> None:
        y = x
        for module in modules:
            y = module(y)
        loss = torch.nn.functional.cross_entropy(model.forward_head(y), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        loss.item()

    return median_ms(run)


@torch.no_grad()
def trunk(name: str, batch: int) -> float:
    model = create(name, 0)
    x = torch.randn(batch, 3, *[BACKBONES[name][0]] * 2, device=DEVICE)
    return median_ms(lambda: model(x))


for line in sys.stdin:
    verb, *rest = line.split()
    if verb == "device":
        usable = DEVICE == "cpu" or torch.cuda.is_available()
        what = "CPU" if DEVICE == "cpu" else torch.cuda.get_device_name() if usable else ""
        print(f"PyTorch {torch.__version__} eager, {what}" if usable else "none", flush=True)
    else:
        name, batch = rest
        print({"step": step, "trunk": trunk}[verb](name, int(batch)), flush=True)
