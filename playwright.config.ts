import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/browser';

// LENSMITH_PORT: for two checkouts whose suites run at the same time.
const port = Number(process.env.LENSMITH_PORT ?? 4173);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Two cores: one browser at a time, each training uses all of them.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}/`,
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium() ?? undefined },
  },
  projects: [
    {
      name: 'wasm',
      testIgnore: '*.webgpu.spec.ts',
      use: { launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumArgs() } },
    },
    {
      name: 'webgpu',
      testMatch: '*.webgpu.spec.ts',
      use: {
        launchOptions: {
          executablePath: findChromium() ?? undefined,
          args: chromiumArgs({ webgpu: true }),
        },
      },
    },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    port,
    reuseExistingServer: process.env.CI !== 'true',
  },
});
