import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { ensureChromium } from '../../scripts/browser';
import { startWebgpu } from './backend';
import { byMethod, mapErrors, saliencyCases, tinySaliencyCases } from './explain/parity';
import { tfjsInference } from './inference';
import { gradientErrors, type ParityCase, parityCases, tapErrors, worst } from './parity';
import { probe } from './probe';

/** Shaders may contract and reorder float32 arithmetic, and approximate exp and erf. */
const tolerance = 1e-3;

/** Minutes each on a software adapter, which therefore leaves them out, and says so. */
const isHeavy = ({ architecture }: ParityCase) => /^vit_(base|small)/.test(architecture);

/** SwiftShader's Vulkan driver, which Chromium brings along. */
function softwareDriver(): string {
  const folders = [dirname(realpathSync(ensureChromium())), '/usr/lib/chromium'];
  const files = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json'));
  const found = files.find(existsSync);
  if (!found) throw new Error(`no WebGPU adapter, and no software one: looked for ${files}`);
  return found;
}

/** Dawn with the machine's own adapter, else with the software one. Throws without either. */
async function requireWebgpu(): Promise<string> {
  Object.assign(globalThis, globals);
  let gpu = create([]);
  if (!(await gpu.requestAdapter())) {
    process.env.VK_ICD_FILENAMES = softwareDriver();
    gpu = create([]);
  }
  // tfjs registers its backend only where it sees this.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const choice = await probe('webgpu', { gpu, cores: 1, simd: true });
  if (choice.backend !== 'webgpu') throw new Error('probe chose another backend than it was told');
  await startWebgpu(choice.device, choice.info);
  return choice.adapter;
}

describe('timm on webgpu', { timeout: 300_000 }, () => {
  let isSoftware = true;

  beforeAll(async () => {
    const adapter = await requireWebgpu();
    isSoftware = /swiftshader|llvmpipe/i.test(adapter);
    console.log(`WebGPU adapter: ${adapter}`);
  }, 600_000);

  test.for(parityCases)(
    '$architecture at $size: features, pooled, logits',
    async (golden, context) => {
      context.skip(isSoftware && isHeavy(golden), 'needs a hardware adapter');
      const before = tf.memory().numTensors;
      const { name, error } = worst(await tapErrors(golden));
      expect(error, name).toBeLessThanOrEqual(tolerance);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  const withGradients = parityCases.filter(({ gradients }) => gradients !== null);
  const isTiny = ({ architecture }: ParityCase) => architecture.startsWith('tiny_');
  test.for(withGradients)('$architecture: gradients of the last stage', async (golden, context) => {
    context.skip(isSoftware && !isTiny(golden), 'needs a hardware adapter');
    const { name, error } = worst(await gradientErrors(golden, 'last-stage'));
    expect(error, name).toBeLessThanOrEqual(tolerance);
  });

  test.for(withGradients.filter(isTiny))('$architecture: gradients of all', async (golden) => {
    const { name, error } = worst(await gradientErrors(golden, 'all'));
    expect(error, name).toBeLessThanOrEqual(tolerance);
  });

  test.for(byMethod(saliencyCases))(
    '$method of $architecture at $size',
    async ({ golden, method }, context) => {
      context.skip(isSoftware && !tinySaliencyCases.includes(golden), 'needs a hardware adapter');
      const before = tf.memory().numTensors;
      const { error, correlation } = await mapErrors(
        golden,
        method,
        (graph, values, preprocessing) => tfjsInference(graph, values, preprocessing, 1),
      );
      expect(correlation).toBeGreaterThanOrEqual(0.99);
      expect(error).toBeLessThanOrEqual(tolerance);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
