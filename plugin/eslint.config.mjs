import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "dist.new/", "node_modules/"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } } },
  {
    files: ["**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    rules: {
      // One type parameter often is the clearest way to say what comes back from another process.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "max-lines": ["error", 400],
    },
  },
  { files: ["test/**"], rules: { "max-lines": ["error", 600] } },
);
