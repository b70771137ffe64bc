import type { Depth } from '../../../core/run';
import { parameters } from '../../graph/parameters';
import { cutFor, split } from '../../graph/passes/split';
import type { Graph } from '../../graph/types';

const depths: readonly Depth[] = ['head', 'last-stage', 'last-two-stages', 'all'];

/**
 * Per fine-tune depth, the modules and tensors that are not frozen, by as little of their names as
 * says it: `["layer4", "fc"]`. What trains with PyTorch then freezes what Lensmith freezes.
 */
export function trainableByDepth(graph: Graph): Record<Depth, string[]> {
  const all = parameters(graph).map(({ name }) => name);
  const entries = depths.map((depth) => {
    const { tail } = split(graph, cutFor(graph, depth));
    return [depth, shortest(new Set(parameters(tail).map(({ name }) => name)), all)];
  });
  return Object.fromEntries(entries) as Record<Depth, string[]>;
}

/** The shortest dotted beginnings that cover `wanted` and nothing else of `all`. */
function shortest(wanted: ReadonlySet<string>, all: readonly string[]): string[] {
  const others = all.filter((name) => !wanted.has(name)).flatMap(beginnings);
  const mixed = new Set(others);
  return [...new Set([...wanted].map((name) => beginnings(name).find((b) => !mixed.has(b))!))];
}

/** `a`, `a.b`, `a.b.c` of `a.b.c`. */
function beginnings(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
