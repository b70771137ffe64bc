import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { heatmapPixels, type Heatmap as Values } from '../../core/saliency/colormap';
import { type Part, partsOutside } from './part';
import './heatmap.css';

export type HeatmapValues = Values;

/** Strong enough to stand out, weak enough to see the picture beneath. */
export const heatmapOpacity = 0.7;

/** Pixels along the longer side of the drawn map; the browser stretches it smoothly from there. */
const drawnSide = 320;

/**
 * A picture, and over the part that was looked at a map of values. The rest is dimmed. It takes the
 * place it is given (`--heatmap-width` by `--heatmap-height`) and keeps the picture's proportions.
 */
export function Heatmap(props: {
  /** URL of the picture. */
  src: string;
  alt: string;
  map: Values | null;
  seen: Part | null;
  /** 0..1; 0 shows the picture alone. */
  opacity: number;
  /** Said of the part that was not looked at. */
  unseen: string;
  onSize?: (size: { width: number; height: number }) => void;
  onError?: () => void;
  children?: JSX.Element;
}) {
  const [size, setSize] = createSignal<{ width: number; height: number }>();
  const visible = () => props.opacity > 0;
  return (
    <div
      class="heatmap"
      data-small={longerSide(size()) < 160 ? '' : undefined}
      data-ready={size() ? '' : undefined}
      style={size() ? { '--ratio': String((size()?.width ?? 1) / (size()?.height ?? 1)) } : {}}
    >
      <img
        src={props.src}
        alt={props.alt}
        draggable={false}
        onLoad={({ currentTarget: image }) => {
          const loaded = { width: image.naturalWidth, height: image.naturalHeight };
          setSize(loaded);
          props.onSize?.(loaded);
        }}
        onError={() => props.onError?.()}
      />
      <Show when={visible() && props.seen}>
        {(seen) => (
          <>
            <For each={partsOutside(seen())}>
              {(part) => <span class="heatmap-unseen" title={props.unseen} style={place(part)} />}
            </For>
            <Show when={partsOutside(seen()).length > 0}>
              <span class="heatmap-frame" style={place(seen())} />
            </Show>
            <Show when={props.map}>
              {(map) => (
                <MapCanvas
                  map={map()}
                  seen={seen()}
                  size={size() ?? { width: 1, height: 1 }}
                  opacity={props.opacity}
                />
              )}
            </Show>
          </>
        )}
      </Show>
      {props.children}
    </div>
  );
}

function MapCanvas(props: {
  map: Values;
  seen: Part;
  size: { width: number; height: number };
  opacity: number;
}) {
  let canvas!: HTMLCanvasElement;
  createEffect(
    on(
      () => [props.map, props.seen, props.size] as const,
      ([map, seen, size]) => {
        const [width, height] = drawnSize(seen.width * size.width, seen.height * size.height);
        canvas.width = width;
        canvas.height = height;
        canvas
          .getContext('2d')
          ?.putImageData(new ImageData(heatmapPixels(map, width, height, 1), width, height), 0, 0);
      },
    ),
  );
  return (
    <canvas
      ref={canvas}
      class="heatmap-map"
      style={{ ...place(props.seen), opacity: props.opacity }}
    />
  );
}

/** The colours from least to most, drawn by the same function as the map. */
export function HeatmapLegend(props: { low: string; high: string }) {
  const steps = 128;
  return (
    <div class="heatmap-legend">
      <span>{props.low}</span>
      <canvas
        width={steps}
        height={1}
        ref={(canvas) => {
          const ramp = Float32Array.from({ length: steps }, (_, i) => i / (steps - 1));
          const pixels = heatmapPixels({ width: steps, height: 1, values: ramp }, steps, 1, 1);
          canvas.getContext('2d')?.putImageData(new ImageData(pixels, steps, 1), 0, 0);
        }}
      />
      <span>{props.high}</span>
    </div>
  );
}

const longerSide = (size: { width: number; height: number } | undefined) =>
  size ? Math.max(size.width, size.height) : Number.POSITIVE_INFINITY;

function drawnSize(width: number, height: number): [number, number] {
  const scale = drawnSide / Math.max(width, height, 1e-6);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

const place = (part: Part): JSX.CSSProperties => ({
  left: `${part.x * 100}%`,
  top: `${part.y * 100}%`,
  width: `${part.width * 100}%`,
  height: `${part.height * 100}%`,
});
