/** The aperture of public/icons, in the colour of the text around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 44 44" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="22" cy="22" r="19" stroke-width="3.6" />
      <path
        d="M22 3l8.8 15.4M38.5 12.5l-9 15.3M38.5 31.5l-17.8-.1M22 41l-8.8-15.4M5.5 31.5l9-15.3M5.5 12.5l17.8.1"
        stroke-width="2.8"
        stroke-linecap="round"
      />
    </svg>
  );
}
