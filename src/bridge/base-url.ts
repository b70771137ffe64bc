/** Where the static files are: weights, samples, wasm binaries. */
export function baseUrl(): string {
  return new URL('.', document.baseURI).href;
}
