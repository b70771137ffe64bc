import type {
  ArchitectureBlock,
  ArchitectureNode,
  ArchitectureStage,
} from '../../../core/contract/architecture';
import { format, t } from '../../locales';

/** `11.7 M`: thousands, millions and billions by two or three digits. */
export function quantity(value: number): string {
  const units = ['', ' k', ' M', ' G'];
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${format.number(value, unit > 0 && value < 99.95 ? 1 : 0)}${units[unit]}`;
}

/** Of a whole, 0..1: what is there is never written as nothing. */
export function shareText(share: number): string {
  return share > 0 && share < 0.001
    ? t('architecture.lessThan', { share: format.percent(0.001) })
    : format.percent(share);
}

/** `56 × 56 × 64`. */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' × ');
}

/** Of many nodes: what they hold and cost together, and where they end. */
export interface Sums {
  parameters: number;
  macs: number;
  shape: readonly number[];
  /** All, some or none of what has parameters was frozen; without parameters, of all nodes. */
  state: 'frozen' | 'trained' | 'partly';
}

export function sumsOf(nodes: readonly ArchitectureNode[]): Sums {
  const sum = (of: (node: ArchitectureNode) => number) =>
    nodes.reduce((total, node) => total + of(node), 0);
  const counted = nodes.some(({ parameters }) => parameters > 0)
    ? nodes.filter(({ parameters }) => parameters > 0)
    : nodes;
  const frozen = counted.filter((node) => node.frozen).length;
  return {
    parameters: sum((node) => node.parameters),
    macs: sum((node) => node.macs),
    shape: nodes.at(-1)?.shape ?? [],
    state: frozen === counted.length ? 'frozen' : frozen === 0 ? 'trained' : 'partly',
  };
}

export const nodesOf = (stage: ArchitectureStage) => stage.blocks.flatMap(({ nodes }) => nodes);

export function stageTitle(name: string): string {
  return name === 'head' ? t('architecture.head') : name;
}

/** What one row draws beside its node: the line it is on, and the lines that pass by. */
export interface RailRow {
  fromAbove: boolean;
  toBelow: boolean;
  /** By lane: a shortcut that passes, that leaves this node, or that ends in it. */
  lanes: (('through' | 'start' | 'end') | null)[];
}

/**
 * The edges of a block as lines beside its list: a node that reads the one above it is on the main
 * line; every other edge has a lane of its own from where it starts (the block's top for what comes
 * from outside) to where it ends.
 */
export function railOf({ nodes }: ArchitectureBlock): RailRow[] {
  const at = new Map(nodes.map(({ id }, index) => [id, index]));
  const rows: RailRow[] = nodes.map(() => ({ fromAbove: false, toBelow: false, lanes: [] }));
  nodes.forEach(({ inputs }, index) => {
    for (const input of inputs) {
      const from = at.get(input) ?? -1;
      if (from === index - 1) {
        rows[index]!.fromAbove = true;
        if (from >= 0) rows[from]!.toBelow = true;
      } else {
        draw(rows, from, index);
      }
    }
  });
  const lanes = Math.max(0, ...rows.map((row) => row.lanes.length));
  for (const row of rows) while (row.lanes.length < lanes) row.lanes.push(null);
  // The last node hands on to the next block.
  if (rows.length > 0) rows.at(-1)!.toBelow = true;
  return rows;
}

function draw(rows: RailRow[], from: number, to: number): void {
  const first = Math.max(from, 0);
  let lane = 0;
  const isTaken = () => rows.slice(first, to + 1).some((row) => row.lanes[lane]);
  while (isTaken()) lane++;
  for (let row = first; row <= to; row++) {
    const { lanes } = rows[row]!;
    while (lanes.length < lane) lanes.push(null);
    lanes[lane] = row === to ? 'end' : row === from ? 'start' : 'through';
  }
}
