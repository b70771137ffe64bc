/**
 * An Image is Worth 16x16 Words, https://arxiv.org/abs/2010.11929, in the sizes of DeiT
 * (https://arxiv.org/abs/2012.12877): pre-norm blocks, class token, learned position embeddings.
 */
import { buildGraph, type GraphBuilder, inputId } from '../graph/builder';
import type { NodeId } from '../graph/types';
import type { Architecture } from './architecture';

interface Config {
  patch: number;
  width: number;
  depth: number;
  heads: number;
}

const epsilon = 1e-6;
const mlpRatio = 4;
/** A single block of twelve has too little room to adapt; pairs divide every depth in use. */
const blocksPerStage = 2;

const configs = {
  vit_base_patch16_224: { patch: 16, width: 768, depth: 12, heads: 12 },
  vit_small_patch16_224: { patch: 16, width: 384, depth: 12, heads: 6 },
  vit_tiny_patch16_224: { patch: 16, width: 192, depth: 12, heads: 3 },
  tiny_vit: { patch: 8, width: 32, depth: 4, heads: 2 },
} satisfies Record<string, Config>;

function block(g: GraphBuilder, prefix: string, input: NodeId, config: Config): NodeId {
  const { width, heads } = config;
  let x = g.layerNorm(`${prefix}.norm1`, input, epsilon);
  x = g.dense(`${prefix}.attn.qkv`, x, 3 * width);
  x = g.attention(`${prefix}.attn`, x, heads);
  x = g.dense(`${prefix}.attn.proj`, x, width);
  const attended = g.add(`${prefix}.add1`, x, input);
  x = g.layerNorm(`${prefix}.norm2`, attended, epsilon);
  x = g.dense(`${prefix}.mlp.fc1`, x, mlpRatio * width);
  x = g.activation(`${prefix}.mlp.act`, x, 'gelu');
  x = g.dense(`${prefix}.mlp.fc2`, x, width);
  return g.add(`${prefix}.add2`, x, attended);
}

/** Patches per side; a rest that fills no patch is left out, as the strided convolution does. */
export function patchGrid(
  patch: number,
  [height, width]: readonly [number, number],
): [rows: number, columns: number] {
  return [Math.floor(height / patch), Math.floor(width / patch)];
}

function visionTransformer(name: string, config: Config): Architecture {
  return ({ inputSize, classes }) => {
    const { patch, width, depth } = config;
    const g = buildGraph(name, [...inputSize, 3]);
    const [rows, columns] = patchGrid(patch, inputSize);
    const embed = { filters: width, kernel: patch, stride: patch, padding: 0, bias: true };
    let x = g.conv2d('patch_embed.proj', inputId, embed);
    x = g.reshape('patch_embed.flatten', x, [rows * columns, width]);
    x = g.concatClassToken('concat_cls_token', x, 'cls_token');
    x = g.addPositionEmbedding('add_pos_embed', x, 'pos_embed');
    g.stage('embed', x);
    for (let index = 0; index < depth; index++) {
      x = block(g, `blocks.${index}`, x, config);
      const last = index + 1 === depth;
      if (last) x = g.layerNorm('norm', x, epsilon);
      if (last || (index + 1) % blocksPerStage === 0) {
        const first = index - (index % blocksPerStage);
        g.stage(`blocks.${first}-${index}`, x);
      }
    }
    const pooled = g.takeToken('token_pool', x, 0);
    return g.finish({ features: x, pooled, classifier: 'head', classes });
  };
}

export const vitBasePatch16 = visionTransformer(
  'vit_base_patch16_224',
  configs.vit_base_patch16_224,
);
export const vitSmallPatch16 = visionTransformer(
  'vit_small_patch16_224',
  configs.vit_small_patch16_224,
);
export const vitTinyPatch16 = visionTransformer(
  'vit_tiny_patch16_224',
  configs.vit_tiny_patch16_224,
);
export const tinyVit = visionTransformer('tiny_vit', configs.tiny_vit);
