import type { ArchitectureName } from '../card';
import type { Architecture } from './architecture';
import {
  efficientnetB0,
  tfEfficientnetLite0,
  tinyEfficientnet,
  tinyEfficientnetLite,
} from './efficientnet';
import { mobilenetv3Large100, tinyMobilenetv3 } from './mobilenet-v3';
import { resnet18, tinyResnet } from './resnet';
import { tinyVit, vitBasePatch16, vitSmallPatch16, vitTinyPatch16 } from './vision-transformer';

/** Every backbone, explicitly; a name missing or given twice does not compile. */
export const architectures: Readonly<Record<ArchitectureName, Architecture>> = {
  mobilenetv3_large_100: mobilenetv3Large100,
  resnet18,
  efficientnet_b0: efficientnetB0,
  tf_efficientnet_lite0: tfEfficientnetLite0,
  vit_base_patch16_224: vitBasePatch16,
  vit_small_patch16_224: vitSmallPatch16,
  vit_tiny_patch16_224: vitTinyPatch16,
  tiny_mobilenetv3: tinyMobilenetv3,
  tiny_resnet: tinyResnet,
  tiny_efficientnet: tinyEfficientnet,
  tiny_efficientnet_lite: tinyEfficientnetLite,
  tiny_vit: tinyVit,
};
