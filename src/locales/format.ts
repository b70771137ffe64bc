/** Numbers, dates and units as the language writes them. */
export interface Formatters {
  number(value: number, digits?: number): string;
  /** `value` 0..1. */
  percent(value: number, digits?: number): string;
  /** `94.1% (89.6–96.8)`: an accuracy with its 95% interval. */
  score(score: { accuracy: number; interval: readonly [number, number] }): string;
  /** Decimal units, as browsers and disks state them. */
  bytes(value: number): string;
  /** `48 s`, `3 min 20 s`, `1 h 5 min`. */
  duration(seconds: number): string;
  milliseconds(value: number): string;
  date(time: number): string;
  /** `today, 14:02`, `yesterday, 9:15`, else the date. */
  recent(time: number, now?: number): string;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function createFormatters(language: string): Formatters {
  const cache = new Map<string, Intl.NumberFormat>();
  const fixed = (value: number, digits: number, options: Intl.NumberFormatOptions = {}) => {
    const id = `${digits}${options.style ?? ''}`;
    let format = cache.get(id);
    if (!format) {
      format = new Intl.NumberFormat(language, {
        ...options,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      cache.set(id, format);
    }
    return format.format(value);
  };
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const percent = (value: number, digits = 1) => fixed(value, digits, { style: 'percent' });

  return {
    number: (value, digits = 0) => fixed(value, digits),
    percent,
    score: ({ accuracy, interval: [low, high] }) =>
      `${percent(accuracy)} (${fixed(low * 100, 1)}–${fixed(high * 100, 1)})`,
    bytes(value) {
      let unit = 0;
      while (value >= 999.5 && unit < byteUnits.length - 1) {
        value /= 1000;
        unit += 1;
      }
      return `${fixed(value, unit > 0 && value < 9.95 ? 1 : 0)} ${byteUnits[unit]}`;
    },
    duration(seconds) {
      if (seconds < 9.95 && seconds > 0) return `${fixed(seconds, seconds < 0.95 ? 1 : 0)} s`;
      const whole = Math.round(seconds);
      if (whole < 60) return `${whole} s`;
      if (whole < 3600) {
        const rest = whole % 60;
        return `${Math.floor(whole / 60)} min${rest ? ` ${rest} s` : ''}`;
      }
      const minutes = Math.round(whole / 60);
      const rest = minutes % 60;
      return `${fixed(Math.floor(minutes / 60), 0)} h${rest ? ` ${rest} min` : ''}`;
    },
    milliseconds: (value) => `${fixed(value, value < 9.95 ? 1 : 0)} ms`,
    date: (time) => `${day.format(time)}, ${clock.format(time)}`,
    recent(time, now = Date.now()) {
      const days = Math.round((startOfDay(time) - startOfDay(now)) / 86_400_000);
      const name = days > -2 && days <= 0 ? relative.format(days, 'day') : day.format(time);
      return `${name}, ${clock.format(time)}`;
    },
  };
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
