import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { PLUGIN_VERSION: JSON.stringify("0.1.0") },
  test: { include: ["test/**/*.test.ts"], setupFiles: ["test/setup.ts"], restoreMocks: true, testTimeout: 20_000 },
});
