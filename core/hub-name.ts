/** A segment of `.` or `..` would lead elsewhere in an address. */
const name = /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]{1,96}$/;

/**
 * `timm/resnet18.a1_in1k`, also out of a page's address or timm's `hf-hub:`. Null where the text names
 * no repository on the Hugging Face Hub.
 */
export function hubRepository(text: string): string | null {
  const found = text
    .trim()
    .replace(/^(hf-hub:|hf_hub:|https:\/\/(www\.)?huggingface\.co\/)/, '')
    .replace(/\/(tree\/main\/?)?$/, '');
  return name.test(found) ? found : null;
}
