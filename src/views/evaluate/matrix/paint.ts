import { format } from '../../../locales';
import { roomForNumbers } from './cell-size';
import { depthOf, type MatrixProps } from './props';

/** Shades are told apart no finer. */
const steps = 48;
/** Browsers refuse larger canvases. */
const largestSide = 8192;

export interface Paint {
  right: string[];
  wrong: string[];
  text: string;
  font: string;
}

/** The shades as the style sheet mixes them in the theme in force; `probe` is a `.matrix-shade`. */
export function readPaint(probe: HTMLElement): Paint {
  const style = getComputedStyle(probe);
  const ramp = (kind: 'right' | 'wrong') => {
    probe.dataset.kind = kind;
    return Array.from({ length: steps + 1 }, (_, step) => {
      probe.style.setProperty('--depth', String(step / steps));
      return style.backgroundColor;
    });
  };
  return { right: ramp('right'), wrong: ramp('wrong'), text: style.color, font: style.fontFamily };
}

/** Draws all cells that count anything, each a square of `side` CSS px. */
export function paintMatrix(
  canvas: HTMLCanvasElement,
  { evaluation, shares, shown }: Pick<MatrixProps, 'evaluation' | 'shares' | 'shown'>,
  paint: Paint,
  side: number,
): void {
  const classes = evaluation.classes.length;
  const extent = classes * side;
  const scale = Math.min(devicePixelRatio || 1, largestSide / extent);
  canvas.width = canvas.height = Math.round(extent * scale);
  canvas.style.width = canvas.style.height = `${extent}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${Math.min(12, Math.floor(side * 0.45))}px ${paint.font}`;
  const gap = side >= 6 ? 1 : 0;
  evaluation.counts.forEach((count, cell) => {
    if (count === 0) return;
    const row = Math.floor(cell / classes);
    const column = cell % classes;
    const shades = row === column ? paint.right : paint.wrong;
    context.fillStyle = shades[Math.round(depthOf(shares[cell]) * steps)];
    context.fillRect(column * side, row * side, side - gap, side - gap);
    if (side < roomForNumbers) return;
    const number = format.number(shown === 'counts' ? count : 100 * shares[cell]);
    if (context.measureText(number).width > side - 3) return;
    context.fillStyle = paint.text;
    context.fillText(number, (column + 0.5) * side - 0.5, (row + 0.5) * side);
  });
}
