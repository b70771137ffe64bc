import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [solid()],
  test: {
    include: ['{core,model-zoo,workers,src,scripts,bench}/**/*.test.{ts,tsx}'],
    // tfjs keeps global state (backend, registry): one file a process, few at a time on small machines.
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Browsers need no flag for it.
    execArgv: ['--experimental-wasm-relaxed-simd'],
    testTimeout: 60_000,
  },
});
