/** A part of a picture, in 0..1 of its sides. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Up to four strips around a part; thinner than a thousandth is a rounding error, not a strip. */
export function partsOutside({ x, y, width, height }: Part): Part[] {
  return [
    { x: 0, y: 0, width: 1, height: y },
    { x: 0, y: y + height, width: 1, height: 1 - y - height },
    { x: 0, y, width: x, height },
    { x: x + width, y, width: 1 - x - width, height },
  ].filter((part) => part.width > 1e-3 && part.height > 1e-3);
}
