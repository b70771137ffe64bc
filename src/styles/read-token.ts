/**
 * A colour token as `rgba(r, g, b, a)`: canvas libraries cannot parse OKLCH.
 * Resolved by painting one pixel, so it follows the theme in force on `element` at the call.
 */
export function readColorToken(
  name: `--${string}`,
  element: Element = document.documentElement,
): string {
  const value = getComputedStyle(element).getPropertyValue(name).trim();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return value;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  return `rgba(${r}, ${g}, ${b}, ${(a ?? 255) / 255})`;
}
