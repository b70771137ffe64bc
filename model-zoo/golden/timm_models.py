"""The zoo's architectures as timm builds them, the `tiny_` test variants included.

What a golden compares with. The tiny tables repeat those in model-zoo/architectures on purpose:
state_dicts.py and its test hold the two against each other.
"""
from functools import partial

import timm
import torch.nn as nn
from timm.layers import LayerNorm, get_act_layer
from timm.models._efficientnet_blocks import SqueezeExcite
from timm.models._efficientnet_builder import decode_arch_def, round_channels
from timm.models.efficientnet import EfficientNet
from timm.models.mobilenetv3 import MobileNetV3
from timm.models.resnet import BasicBlock, ResNet
from timm.models.vision_transformer import VisionTransformer

FULL = [
    "mobilenetv3_large_100",
    "resnet18",
    "efficientnet_b0",
    "tf_efficientnet_lite0",
    "vit_base_patch16_224",
    "vit_small_patch16_224",
    "vit_tiny_patch16_224",
]
TINY = [
    "tiny_mobilenetv3",
    "tiny_resnet",
    "tiny_efficientnet",
    "tiny_efficientnet_lite",
    "tiny_vit",
]


def tiny_mobilenetv3(classes, size):
    blocks = [
        ["ds_r1_k3_s1_e1_c8_nre"],
        ["ir_r1_k3_s2_e3_c16_se0.25_nre", "ir_r1_k3_s1_e2.5_c16"],
        ["ir_r2_k5_s2_e2_c24_se0.25"],
        ["cn_r1_k1_s1_c48"],
    ]
    squeeze = partial(
        SqueezeExcite, gate_layer="hard_sigmoid", force_act_layer=nn.ReLU, rd_round_fn=round_channels
    )
    return MobileNetV3(
        decode_arch_def(blocks),
        num_classes=classes,
        stem_size=8,
        num_features=64,
        act_layer=get_act_layer("hard_swish"),
        se_layer=squeeze,
    )


def tiny_resnet(classes, size):
    return ResNet(BasicBlock, [1, 1, 1, 1], num_classes=classes, channels=(16, 16, 24, 32))


def tiny_efficientnet(classes, size):
    blocks = [
        ["ds_r1_k3_s1_e1_c8_se0.25"],
        ["ir_r2_k3_s2_e3_c16_se0.25"],
        ["ir_r1_k5_s2_e3_c24_se0.25"],
        ["ir_r1_k3_s1_e3_c32_se0.25"],
    ]
    return EfficientNet(
        decode_arch_def(blocks), num_classes=classes, stem_size=8, num_features=64, act_layer=get_act_layer("silu")
    )


def tiny_efficientnet_lite(classes, size):
    blocks = [
        ["ds_r1_k3_s1_e1_c8"],
        ["ir_r2_k3_s2_e3_c16"],
        ["ir_r1_k5_s2_e3_c24"],
        ["ir_r1_k3_s1_e3_c32"],
    ]
    return EfficientNet(
        decode_arch_def(blocks),
        num_classes=classes,
        stem_size=8,
        fix_stem=True,
        num_features=64,
        act_layer=get_act_layer("relu6"),
        pad_type="same",
        norm_layer=partial(nn.BatchNorm2d, eps=1e-3),
    )


def tiny_vit(classes, size):
    return VisionTransformer(
        img_size=size,
        patch_size=8,
        num_classes=classes,
        embed_dim=32,
        depth=4,
        num_heads=2,
        norm_layer=partial(LayerNorm, eps=1e-6),
    )


def build(name, classes, size):
    """The timm model in evaluation mode, randomly initialised. `size`: (height, width)."""
    if name in TINY:
        return globals()[name](classes, size).eval()
    image = {"img_size": size} if name.startswith("vit_") else {}
    return timm.create_model(name, num_classes=classes, pretrained=False, **image).eval()
