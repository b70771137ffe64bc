import './folder-layout.css';

/** How an archive should look, drawn: folders holding pictures of their class. */
export function FolderLayout() {
  return (
    <svg class="folder-layout" viewBox="0 0 232 92" aria-hidden="true">
      <Folder x={0} tint="var(--class-1)" shape="round" />
      <Folder x={82} tint="var(--class-2)" shape="square" />
      <Folder x={164} tint="var(--class-3)" shape="peak" />
    </svg>
  );
}

function Folder(props: { x: number; tint: string; shape: 'round' | 'square' | 'peak' }) {
  const picture = (x: number, y: number, turn: number) => (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <rect class="folder-picture" x="-13" y="-13" width="26" height="26" rx="3" />
      {props.shape === 'round' && <circle r="6.5" fill={props.tint} />}
      {props.shape === 'square' && (
        <rect x="-6" y="-6" width="12" height="12" rx="1.5" fill={props.tint} />
      )}
      {props.shape === 'peak' && <path d="M-7.5 6L0-7 7.5 6z" fill={props.tint} />}
    </g>
  );
  return (
    <g transform={`translate(${props.x} 0)`}>
      <path class="folder-back" d="M4 34q0-4 4-4h14l5 6h33q4 0 4 4v8H4z" />
      {picture(20, 32, -8)}
      {picture(48, 30, 7)}
      {picture(34, 25, -1)}
      <path class="folder-front" d="M4 50q0-4 4-4h52q4 0 4 4v34q0 4-4 4H8q-4 0-4-4z" />
      <rect class="folder-label" x="14" y="64" width="28" height="4" rx="2" />
    </g>
  );
}
