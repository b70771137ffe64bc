/** One figure beside what it is held against, measured in the same run where the peer can run here. */
export interface BenchRow {
  name: string;
  unit: string;
  ours: number;
  /** Null where there is nothing to compare with. */
  peer: number | null;
  peerName: string;
  /** Above 1 where ours is better. */
  ratio: number | null;
}

/** `better: 'lower'` for seconds and bytes, `'higher'` for rates and accuracies. */
export function row(
  name: string,
  unit: string,
  ours: number,
  peer: number | null,
  peerName: string,
  better: 'lower' | 'higher',
): BenchRow {
  const ratio = peer === null ? null : better === 'lower' ? peer / ours : ours / peer;
  return { name, unit, ours, peer, peerName, ratio };
}
